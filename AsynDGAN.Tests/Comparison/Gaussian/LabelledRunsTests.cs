using AsynDGAN.Core;
using AsynDGAN.Core.Comparison.Gaussian;

namespace AsynDGAN.Tests.Comparison.Gaussian;

public class LabelledRunsTests
{
    [TestCase("the table has a row of its own that is called 'True points'", "True points=a")]
    [TestCase("that is called 'true mixture'", "true mixture=a")]
    [TestCase("that is called 'minimiser'", "A=a", "minimiser=b")]
    [TestCase("--run A is given twice", "A=a", "B=b", "A=c")]
    [TestCase("--run A names the run a/ twice", "A=a/,b,a")]
    public void Rows_that_would_be_mixed_up_are_refused(string message, params string[] rows)
    {
        using var folder = new TemporaryFolder();
        var fault = Assert.Throws<UserException>(() => GaussianStudy.Write([.. rows.Select(LabelledRuns.Parse)], folder.Join("out"), new Runs.RecordingDisplay()))!;
        Assert.That(fault.Message, Does.Contain(message));
        Assert.That(Directory.Exists(folder.Join("out")), Is.False);
    }

    [TestCase("=a")]
    [TestCase(" =a")]
    [TestCase("A=")]
    public void A_row_without_a_label_or_a_run_is_refused(string text) =>
        Assert.That(() => LabelledRuns.Parse(text), Throws.TypeOf<UserException>().With.Message.Contains("names no label and run"));
}
