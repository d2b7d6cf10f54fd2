namespace AsynDGAN.Tests.Cli;

/// <summary>
/// The tests of commands start the program as processes of one thread each and wait, so that classes of them run side by side:
/// one a core. All others run one after another, since libtorch's switches belong to the process.
/// </summary>
[SetUpFixture]
[Parallelizable(ParallelScope.Fixtures)]
public class ProgramsSideBySide;
