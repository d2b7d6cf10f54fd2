using AsynDGAN.Core;

namespace AsynDGAN.Tests;

public class VisibleTests
{
    [TestCase("Köln, 病院 No. 3 \\ C:\\data", "Köln, 病院 No. 3 \\ C:\\data")]
    [TestCase("a\u001b[31mb\u0007\u009b\0", "a\\u001b[31mb\\u0007\\u009b\\u0000")]
    [TestCase("a\nb\r\tc\u2028\u2029\u0085", "a\\u000ab\\u000d\\u0009c\\u2028\\u2029\\u0085")]
    [TestCase("\u202egnp.txt\u2066\u200f\ufeff", "\\u202egnp.txt\\u2066\\u200f\\ufeff")]
    [TestCase("\U000e0041", "\\U000e0041")]
    [TestCase("👩\u200d🔬 می\u200cخواهم", "👩\u200d🔬 می\u200cخواهم")]
    public void A_name_is_one_line_of_characters_that_can_be_seen(string name, string shown) => Assert.That(Visible.Name(name), Is.EqualTo(shown));

    [Test]
    public void Half_a_surrogate_pair_is_shown_by_its_code() => Assert.That(Visible.Name("a\ud800b"), Is.EqualTo("a\\ud800b"));

    [Test]
    public void A_list_in_a_message_keeps_its_lines_and_a_name_within_does_not()
    {
        var fault = new UserException("2 faults:\n  patient a\nb\n  patient c\u001b[2J", "site \u202ex");
        Assert.That(fault.Message, Is.EqualTo("2 faults:\n  patient a\\u000ab\n  patient c\\u001b[2J"));
        Assert.That(fault.Hint, Is.EqualTo("site \\u202ex"));
    }

    [Test]
    public void Lines_stay_lines() => Assert.That(Visible.Lines("| a |\n| b\u001b |\n"), Is.EqualTo("| a |\n| b\\u001b |\n"));
}
