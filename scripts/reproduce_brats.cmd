@echo off
rem The paper's comparison on BraTS 2018, at ten sites; brats.yaml needs a VGG-16, --small does not. The options of asyndgan compare may follow.
rem   reproduce_brats.cmd DATA_ROOT [--small] [OPTION ...]
setlocal
if "%~1"=="" (
    echo usage: reproduce_brats.cmd DATA_ROOT [--small] [OPTION ...] 1>&2
    exit /b 2
)
set "root=%~1"
set rest=%*
call set rest=%%rest:*%1=%%
set "name=brats"
if "%~2"=="--small" (
    set "name=brats-small"
    call set rest=%%rest:*%2=%%
)
call "%~dp0asyndgan.cmd" compare --config "%~dp0..\configs\%name%.yaml" --out "runs\reproduce-%name%" --set "data.root=%root%" --set "data.cache=runs\cache-%name%" %rest%
exit /b %errorlevel%
