using System.Diagnostics;
using AsynDGAN.Core;

namespace AsynDGAN.Tests;

public class ShellWordTests
{
    [TestCase("runs/a-b_1.2/x+y=z:1,2%@", "runs/a-b_1.2/x+y=z:1,2%@")]
    [TestCase("my run", "\"my run\"")]
    [TestCase("a|b", "'a|b'")]
    [TestCase("it's $HOME", "'it'\\''s $HOME'")]
    [TestCase("new\nline's", "$'new\\u000aline\\'s'")]
    [Platform("Linux,MacOsX")]
    public void A_word_is_quoted_where_the_shell_would_take_it_for_something_else(string word, string quoted) => Assert.That(ShellWord.Of(word), Is.EqualTo(quoted));

    [Test]
    [Platform("Linux")]
    public void A_shell_reads_back_what_was_quoted()
    {
        string[] words = ["plain", "with space", " lead ", "ünï-日本", "new\nline", "tab\t'quote", "quo\"te", "apo'st", "per%cent", "back\\slash", "a|b", "[br]", "*", "?", "$HOME", "`id`", "~", "!", "#a", "a;b&c>d<e(f){g}", ""];
        var command = $"printf '%s\\0' {string.Join(' ', words.Select(ShellWord.Of))}";
        var read = StartedProcess.Run(new ProcessStartInfo("bash", ["-c", command]) { StandardOutputEncoding = System.Text.Encoding.UTF8 }).Output;
        Assert.That(read.Split('\0')[..^1], Is.EqualTo(words));
    }
}
