@echo off
rem The paper's synthetic experiment, and where its theory stops: two runs at a time, one thread each. The options of asyndgan compare may follow.
rem   reproduce_gaussian.cmd [OPTION ...]
setlocal
if not defined OMP_NUM_THREADS set "OMP_NUM_THREADS=1"
call "%~dp0asyndgan.cmd" compare --config "%~dp0..\configs\gaussian.yaml" --out runs\reproduce-gaussian --seeds 1,2,3,4,5 --withheld --growth 2,3,10,50 --jobs 2 %*
exit /b %errorlevel%
