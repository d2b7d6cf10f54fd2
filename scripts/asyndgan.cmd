@echo off
rem Starts AsynDGAN from any folder, with the arguments given; builds it first where it is not built yet.
setlocal
set "processor=x64"
if /i "%PROCESSOR_ARCHITECTURE%"=="ARM64" set "processor=arm64"
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
if not exist "%root%\AsynDGAN.Cli\bin\Release" exit /b 0
pushd "%root%\AsynDGAN.Cli\bin\Release"
for /f "delims=" %%n in ('dir /b /ad /od net* 2^>nul') do if exist "%%n\win-%processor%\asyndgan.dll" set "program=%CD%\%%n\win-%processor%\asyndgan.dll"
popd
exit /b 0
