@echo off
rem The paper's comparison on brain MRI with its own kind of sites: eight, by tumour size. The options of asyndgan compare may follow.
rem   reproduce_lgg_tumour_size.cmd DATA_ROOT [OPTION ...]
setlocal
if "%~1"=="" (
    echo usage: reproduce_lgg_tumour_size.cmd DATA_ROOT [OPTION ...] 1>&2
    exit /b 2
)
set "root=%~1"
set rest=%*
call set rest=%%rest:*%1=%%
call "%~dp0asyndgan.cmd" compare --config "%~dp0..\configs\lgg-tumour-size.yaml" --out runs\reproduce-lgg-tumour-size --splits 11 --jobs 2 --set "data.root=%root%" %rest%
exit /b %errorlevel%
