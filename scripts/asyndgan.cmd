@echo off
rem Starts AsynDGAN from any folder, with the arguments given; builds it first where it is not built yet.
setlocal
set "root=%~dp0.."
call :find
if not defined program (
    echo asyndgan: building, once ... 1>&2
    pushd "%root%"
    dotnet build AsynDGAN.Cli -c Release --nologo --verbosity quiet 1>&2 || (popd & exit /b 1)
    popd
    call :find
)
dotnet "%program%" %*
exit /b %errorlevel%

:find
set "program="
for /d %%n in ("%root%\AsynDGAN.Cli\bin\Release\net*") do (
    for /d %%r in ("%%n\win-*") do if exist "%%r\asyndgan.dll" set "program=%%r\asyndgan.dll"
)
exit /b 0
