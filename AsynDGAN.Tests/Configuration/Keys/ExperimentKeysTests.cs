using AsynDGAN.Core.Configuration.Keys;
using AsynDGAN.Core.Configuration.Reading;

namespace AsynDGAN.Tests.Configuration.Keys;

public class ExperimentKeysTests
{
    [Test]
    public void Every_key_is_explained()
    {
        Assert.That(ExperimentKeys.All.Where(k => k.Explanation.Length == 0).Select(k => k.Path), Is.Empty);
    }

    [Test]
    public void Every_number_has_a_range()
    {
        Assert.That(ExperimentKeys.All.Where(k => k.Type.Contains("number") && k.Allowed.Length == 0).Select(k => k.Path), Is.Empty);
    }

    [Test]
    public void No_key_is_there_twice()
    {
        Assert.That(ExperimentKeys.All.Select(k => k.Path), Is.Unique);
    }

    [Test]
    public void Every_default_is_allowed()
    {
        foreach (var key in ExperimentKeys.All)
        {
            Assert.That(() => ExperimentReader.Parse("seed: 1", "x.yaml", [$"{key.Path}={key.Default}"]), Throws.Nothing, key.Path);
        }
    }

    [TestCase("seed", "whole number", "1", "at least 0")]
    [TestCase("device", "text", "auto", "")]
    [TestCase("data.root", "text or null", "null", "")]
    [TestCase("data.image_size", "whole number", "64", "8 to 2048")]
    [TestCase("data.channels", "list (text)", "[]", "")]
    [TestCase("data.conditions", "list (choice)", "[tumour, head]", "tumour, classes, head, outline, nuclei, boundary")]
    [TestCase("data.split", "choice", "seed", "seed, by-name, file")]
    [TestCase("data.test_count", "whole number or null", "null", "at least 0")]
    [TestCase("sites.merge", "mapping (text to text)", "{}", "")]
    [TestCase("loss.lambda_l1", "number", "100", "at least 0")]
    [TestCase("training.beta1", "number", "0.5", "0 to 0.9999")]
    [TestCase("training.precision", "choice", "auto", "auto, float32, tf32, bfloat16")]
    public void A_key_says_what_it_may_hold(string path, string type, string @default, string allowed)
    {
        var key = ExperimentKeys.All.Single(k => k.Path == path);
        Assert.That((key.Type, key.Default, key.Allowed), Is.EqualTo((type, @default, allowed)));
    }

    [Test]
    public void The_plain_table_has_a_line_of_values_and_a_line_of_meaning()
    {
        var lines = ExperimentKeys.PlainText().Split('\n');
        Assert.That(lines, Has.Length.EqualTo(2 * ExperimentKeys.All.Count + 1));
        Assert.That(lines[2], Is.EqualTo("seed                           1                            whole number: at least 0"));
        Assert.That(lines[3], Is.EqualTo("    every use of randomness derives from it"));
        Assert.That(lines, Has.All.Length.LessThan(160));
    }

    [Test]
    public void The_markdown_tables_have_a_row_a_key_and_hide_no_angle_bracket()
    {
        var lines = ExperimentKeys.Markdown().Split('\n');
        Assert.That(lines.Where(line => line.StartsWith("| `", StringComparison.Ordinal)).Select(line => line.Split('`')[1]), Is.EqualTo(ExperimentKeys.All.Select(key => key.Path)));
        Assert.That(lines, Does.Contain("| key | default | values | meaning |"));
        Assert.That(lines, Does.Contain("| `name` | `\"\"` | text | names the run; its folder is runs/&lt;name>. Default: the configuration file's name, with a dash for what a folder's name may not have |"));
        Assert.That(lines, Does.Contain("| `loss.gan` | `vanilla` | choice: vanilla, minimax, lsgan, hinge, wgan-gp | vanilla (-log D), minimax (log(1 - D), the paper's Eq. 4), lsgan, hinge or wgan-gp |"));
        Assert.That(lines, Has.None.Contains("<"));
    }
}
