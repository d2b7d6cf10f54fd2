@echo off
rem The paper's comparison on generated data, in some minutes. The options of asyndgan compare may follow.
rem   reproduce_quickstart.cmd [OPTION ...]
setlocal
call "%~dp0asyndgan.cmd" compare --config "%~dp0..\configs\quickstart.yaml" --out runs\reproduce-quickstart %*
exit /b %errorlevel%
