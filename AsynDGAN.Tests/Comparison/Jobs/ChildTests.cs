using AsynDGAN.Core.Comparison.Jobs;

namespace AsynDGAN.Tests.Comparison.Jobs;

public class ChildTests
{
    [Test]
    public void Progress_reads_back_and_no_other_line_is_progress()
    {
        var progress = new ChildProgress("Real-Subset-a b, seed 1: steps", 7, 600);
        Assert.That(ChildProgress.Parse(progress.ToLine()), Is.EqualTo(progress));
        foreach (var line in new[] { "", "7 600 steps", "\u001e", "\u001e7 steps", "\u001e-7 600 steps", "\u001ea 600 steps" })
        {
            Assert.That(ChildProgress.Parse(line), Is.Null, line);
        }
    }

    [Test]
    public void The_program_is_its_executable_or_dotnet_with_its_assembly()
    {
        Started(ChildProgram.Of("/opt/my tools/asyndgan", "/opt/my tools/asyndgan.dll"), "/opt/my tools/asyndgan");
        Started(ChildProgram.Of("/usr/bin/dotnet", "/opt/asyndgan.dll"), "/usr/bin/dotnet", "/opt/asyndgan.dll");
        Started(ChildProgram.Of("/usr/bin/dotnet.exe", "asyndgan.dll"), "/usr/bin/dotnet.exe", "asyndgan.dll");
        Started(ChildProgram.Of(null, "asyndgan.dll"), "dotnet", "asyndgan.dll");
    }

    private static void Started(ChildProgram program, params string[] expected) => Assert.That(program.First.Prepend(program.File), Is.EqualTo(expected));
}
