using AsynDGAN.Core.Platform;

namespace AsynDGAN.Tests;

/// <summary>
/// Prepares the test process once, as the program does before its first tensor. Tests run one after another, since libtorch's
/// switches belong to the process; those of commands, most of which are processes of their own, run beside them (<see cref="Cli.ProgramsSideBySide"/>).
/// </summary>
[SetUpFixture]
[SingleThreaded]
[Parallelizable(ParallelScope.Self)]
public class PrepareTorch
{
    [OneTimeSetUp]
    public void Prepare() => NativeRuntime.Prepare();
}
