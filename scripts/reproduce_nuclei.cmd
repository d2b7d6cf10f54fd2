@echo off
rem The paper's comparison on nuclei, by nuclei-dsb2018.yaml or the configuration given. The options of asyndgan compare may follow.
rem   reproduce_nuclei.cmd DATA_ROOT [--config FILE] [OPTION ...]
setlocal
if "%~1"=="" (
    echo usage: reproduce_nuclei.cmd DATA_ROOT [--config FILE] [OPTION ...] 1>&2
    exit /b 2
)
set "root=%~1"
set rest=%*
call set rest=%%rest:*%1=%%
set "config=%~dp0..\configs\nuclei-dsb2018.yaml"
set "jobs=2"
set "name=nuclei-dsb2018"
if "%~2"=="--config" (
    set "config=%~3"
    set "jobs=1"
    set "name=%~n3"
    call set rest=%%rest:*%3=%%
)
call "%~dp0asyndgan.cmd" compare --config "%config%" --out "runs\reproduce-%name%" --jobs %jobs% --set "data.root=%root%" %rest%
exit /b %errorlevel%
