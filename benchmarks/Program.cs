using AsynDGAN.Core.Platform;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

// libtorch is set up once, as the program does it, so everything is measured in this process.
NativeRuntime.Prepare();
var config = ManualConfig.Create(DefaultConfig.Instance)
    .AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance))
    .AddDiagnoser(MemoryDiagnoser.Default)
    .WithArtifactsPath("BenchmarkDotNet.Artifacts");
BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args, config);
