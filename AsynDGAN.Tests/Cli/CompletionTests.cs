using System.Diagnostics;
using AsynDGAN.Cli.Commands;

namespace AsynDGAN.Tests.Cli;

public class CompletionTests
{
    [TestCase("syn", "synthesize")]
    [TestCase("train --dry", "--dry-run")]
    [TestCase("compare --part v", "validation")]
    [TestCase("completion z", "zsh")]
    [TestCase("train --set training.precis", "training.precision=")]
    [TestCase("train --set training.precision=t", "training.precision=tf32")]
    [TestCase("train --set training.tensorboard=f", "training.tensorboard=false")]
    [TestCase("train --set training.group=", "training.group=auto")]
    [TestCase("eval-seg --config some.yaml --train-on thr", "threshold")]
    [TestCase("audit --fail-above by_design.pat", "by_design.patients=")]
    [TestCase("bench --device cp", "cpu")]
    [TestCase("train --set segmentation.images=s", "segmentation.images=smallest")]
    [TestCase("train --set device=cp", "device=cpu")]
    [TestCase("train --set data.conditions=[h", "data.conditions=[head]")]
    [TestCase("train --set sites.by=r", "sites.by=random")]
    [TestCase("train --set data.encoding=l", "data.encoding=latin-1")]
    [TestCase("compare-bandwidth --he", "--help")]
    public void The_program_suggests_what_may_follow(string line, string suggestion)
    {
        var word = line[(line.LastIndexOf(' ') + 1)..];
        var suggested = AsyndganCommand.Create().Parse(line).GetCompletions(line.Length).Select(one => one.Label).Where(label => label.StartsWith(word, StringComparison.Ordinal));
        Assert.That(suggested, Is.EqualTo(new[] { suggestion }));
    }

    [Test]
    public void Nothing_is_suggested_twice()
    {
        var root = AsyndganCommand.Create();
        Assert.Multiple(() =>
        {
            foreach (var line in root.Subcommands.Select(command => $"{command.Name} --"))
            {
                Assert.That(root.Parse(line).GetCompletions(line.Length).Select(one => one.Label), Is.Unique, line);
            }
        });
    }

    [TestCase("[suggest:abc]", "train")]
    [TestCase("[suggest:-1]", "train")]
    [TestCase("[suggest:99999999999]", "train")]
    public void A_place_that_is_none_in_the_line_is_one_message(string directive, string line)
    {
        using var work = new WorkFolder();
        work.Run(directive, line).Refused(directive);
    }

    /// <summary>By the script as bash calls it, in a line that it would have.</summary>
    [Test]
    [Platform("Linux")]
    public void Bash_completes_with_what_the_program_suggests()
    {
        using var work = new WorkFolder();
        work.Write("complete.sh", $$"""
            asyndgan() { dotnet '{{Path.Combine(TestContext.CurrentContext.TestDirectory, "asyndgan.dll")}}' "$@"; }
            source <(asyndgan completion bash)
            COMP_WORDBREAKS=$' \t\n"\'><=;|&(:'
            complete -p asyndgan
            for COMP_LINE in "$@"; do
                COMP_POINT=${#COMP_LINE} COMP_WORDS=($COMP_LINE)
                _asyndgan
                echo "${COMPREPLY[@]}"
            done
            """);
        var completed = StartedProcess.Run(new ProcessStartInfo(
            "bash", [work.Join("complete.sh"), "asyndgan syn", "asyndgan  train --set training.precision=t", "asyndgan train --set training.precis", "asyndgan train --config tiny"]));
        Assert.That(completed.Output, Is.EqualTo("""
            complete -o default -F _asyndgan asyndgan
            synthesize
            tf32
            training.precision=


            """.ReplaceLineEndings("\n")), "the last is a file, which bash completes itself");
    }

    [TestCase("zsh", "compdef _asyndgan asyndgan")]
    [TestCase("powershell", "Register-ArgumentCompleter -Native")]
    public void Other_shells_have_scripts_too(string shell, string part)
    {
        using var work = new WorkFolder();
        Assert.That(work.Run("completion", shell).Succeeded().Output, Does.Contain(part).And.Contain("[suggest:"));
    }
}
