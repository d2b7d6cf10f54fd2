using AsynDGAN.Core;
using AsynDGAN.Core.Comparison;

namespace AsynDGAN.Tests.Comparison;

public class ComparisonRowTests
{
    [TestCase("real-all", "synthetic:Real-All", "Real-All")]
    [TestCase("synthetic:Real-All", "real-all", "Real-All")]
    [TestCase("synthetic:Threshold", "threshold", "Threshold")]
    [TestCase("real-subset+synthetic:A", "real-subset:north+A", "A")]
    [TestCase("own-masks:A", "synthetic:A, own masks", "A", "A, own masks")]
    public void A_row_with_the_name_of_another_is_refused_before_it_is_trained(string chosen, string other, params string[] labels)
    {
        Assert.That(
            () => ComparisonRow.Select([chosen], ["north", "north+A"], labels),
            Throws.TypeOf<UserException>().With.Message.Contains("would be called").And.Message.Contains(other).And.Property(nameof(UserException.Hint)).Contains("another label"));
        Assert.That(ComparisonRow.Select(["fedavg"], ["north", "north+A"], labels), Has.Count.EqualTo(1));
    }

    private static readonly string[] Sites = ["A", "B"];
    private static readonly string[] Labels = ["Syn-All", "AsynDGAN"];

    [Test]
    public void All_is_every_row_of_the_paper_and_those_beside_it() =>
        Assert.That(Names("all"), Is.EqualTo(new[]
        {
            "Real-All", "Real-Subset-A", "Real-Subset-B", "Real-FedAvg", "Syn-All", "AsynDGAN", "Syn-All, new masks", "AsynDGAN, new masks",
            "Real-Subset-A+AsynDGAN", "Real-Subset-B+AsynDGAN", "Threshold",
        }));

    [TestCase("real-subset:B", "Real-Subset-B")]
    [TestCase("real-subsets", "Real-Subset-A", "Real-Subset-B")]
    [TestCase("own-masks:AsynDGAN", "AsynDGAN, own masks")]
    [TestCase("new-masks:AsynDGAN", "AsynDGAN, new masks")]
    [TestCase("real-subset+synthetic:Syn-All", "Real-Subset-A+Syn-All", "Real-Subset-B+Syn-All")]
    public void A_selector_names_its_rows(string selector, params string[] rows) => Assert.That(Names(selector), Is.EqualTo(rows));

    [Test]
    public void Rows_keep_the_tables_order_and_come_once() =>
        Assert.That(
            Names("threshold", "new-masks:AsynDGAN", "own-masks:AsynDGAN", "synthetic:AsynDGAN", "real-all", "real-all"),
            Is.EqualTo(new[] { "Real-All", "AsynDGAN", "AsynDGAN, own masks", "AsynDGAN, new masks", "Threshold" }));

    [Test]
    public void An_unknown_row_is_an_error_that_lists_them() =>
        Assert.That(() => Names("synthetic:GAN"), Throws.TypeOf<UserException>()
            .With.Message.EqualTo("--train-on synthetic:GAN names no row.").And.Property("Hint").Contains("synthetic:AsynDGAN"));

    [Test]
    public void An_empty_word_names_no_row() =>
        Assert.That(() => Names(""), Throws.TypeOf<UserException>().With.Message.EqualTo("--train-on \"\" names no row."));

    [Test]
    public void A_row_that_is_not_there_is_told_by_the_option_that_gave_it() =>
        Assert.That(() => ComparisonRow.Select(["foo"], [], [], "--rows"), Throws.TypeOf<UserException>().With.Message.EqualTo("--rows foo names no row."));

    private static string[] Names(params string[] selectors) => [.. ComparisonRow.Select(selectors, Sites, Labels).Select(row => row.Name)];
}
