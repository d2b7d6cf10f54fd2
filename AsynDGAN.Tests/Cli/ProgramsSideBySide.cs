using NUnit.Framework.Interfaces;
using NUnit.Framework.Internal;

namespace AsynDGAN.Tests.Cli;

/// <summary>
/// The tests of commands start the program as processes of one thread each and wait, so that classes of them run side by side, one
/// a core, and beside all other tests. Those that are marked as not parallelizable run alone, when all others have ended.
/// </summary>
[SetUpFixture]
[Parallelizable(ParallelScope.Fixtures)]
[OnOtherThreads]
public class ProgramsSideBySide
{
    [OneTimeTearDown]
    public void End() => WarmProgram.EndAll();

    /// <summary>Takes <see cref="SingleThreadedAttribute"/> back for what is below.</summary>
    [AttributeUsage(AttributeTargets.Class)]
    private sealed class OnOtherThreadsAttribute : NUnitAttribute, IApplyToContext
    {
        public void ApplyToContext(TestExecutionContext context) => context.IsSingleThreaded = false;
    }
}
