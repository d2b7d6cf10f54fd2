using AsynDGAN.Core;
using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Configuration.Keys;
using AsynDGAN.Core.Configuration.Reading;
using FsCheck;
using FsCheck.Fluent;

namespace AsynDGAN.Tests.Configuration.Reading;

public class ExperimentReaderPropertyTests
{
    private static readonly string[] Pieces =
    [
        "seed", "data", "training", "sites", "merge", "conditions", "steps", "epochs", "name", ":", ": ", ",", " ", "  ", "\n", "\n  ", "\n- ", "- ",
        "? ", "[", "]", "{", "}", "&a", "*a", "!!str", "!", "!<x>", "|", ">", "|2-", "\"", "'", "\\", "\\u", "\\x0", "\\U0011", "\\uD800", "%YAML 1.1\n",
        "%TAG ! a\n", "---", "...", "\n---\n", "#", "\t", "\r", "\u0085", "\u2028", "\0", "\ufeff", "\ud800", "\U0001F600", "~", "null", "1", "-1", "1e3",
        "0.5", ".nan", "true", "tumour", "head", "<<", "@", "`", "=",
    ];

    [Test]
    public void No_text_raises_anything_but_a_users_exception()
    {
        Check.One(Runs(1000), Prop.ForAll<string>(text => IsReadOrRefused(text ?? "", [])));
    }

    [Test]
    public void No_text_made_of_yaml_raises_anything_but_a_users_exception()
    {
        var texts = Gen.Elements(Pieces).ListOf().Select(string.Concat).ToArbitrary();
        Check.One(Runs(5000), Prop.ForAll(texts, text => IsReadOrRefused(text, [])));
    }

    [Test]
    public void No_override_raises_anything_but_a_users_exception()
    {
        var texts = Gen.Elements(Pieces).ListOf().Select(string.Concat).ToArbitrary();
        Check.One(Runs(2000), Prop.ForAll(texts, text => IsReadOrRefused("seed: 1", [text, "data.conditions=" + text, "sites.merge={" + text + "}"])));
    }

    [Test]
    public void No_damage_to_a_whole_configuration_raises_anything_but_a_users_exception()
    {
        var whole = ExperimentWriter.Write(new Experiment { Name = "lgg" });
        var damages =
            from at in Gen.Choose(0, whole.Length)
            from length in Gen.Choose(0, Math.Min(20, whole.Length - at))
            from piece in Gen.Elements(Pieces)
            select whole[..at] + piece + whole[(at + length)..];
        Check.One(Runs(2000), Prop.ForAll(damages.ToArbitrary(), text => IsReadOrRefused(text, [])));
    }

    private static Config Runs(int count)
    {
        return Config.QuickThrowOnFailure.WithMaxTest(count).WithEndSize(60);
    }

    private static bool IsReadOrRefused(string text, string[] overrides)
    {
        try
        {
            var read = ExperimentReader.Parse(text, "x.yaml", overrides);
            return ExperimentDifference.Between(read, ExperimentReader.Parse(ExperimentWriter.Write(read), "y.yaml", [])).Count == 0;
        }
        catch (UserException)
        {
            return true;
        }
    }
}
