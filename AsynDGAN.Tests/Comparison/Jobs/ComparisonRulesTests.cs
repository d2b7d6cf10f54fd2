using AsynDGAN.Core;
using AsynDGAN.Core.Comparison.Jobs;
using AsynDGAN.Core.Configuration;

namespace AsynDGAN.Tests.Comparison.Jobs;

/// <summary>What a comparison cannot be asked for is refused before data are read.</summary>
public class ComparisonRulesTests
{
    private static readonly ComparisonRequest request = new("a.yaml", [], "out");

    private static readonly Experiment points = new()
    {
        Data = new DataOptions { Source = DataSource.Gaussian },
    };

    [Test]
    public void What_fits_is_accepted()
    {
        Check(request with { Splits = [11, 12], Seeds = [1, 2], Union = true, Folds = 2, Part = DataPart.Validation, TrainOn = ["all"] }, new Experiment());
        Check(request with { Seeds = [1, 2], Withheld = true, Growth = [2, 3, 10, 50] }, points);
        Check(request with { Splits = [11] }, With(new DataOptions { Split = SplitMethod.ByName }));
    }

    [Test]
    public void What_does_not_fit_is_refused()
    {
        Refused(request with { Splits = [1, 2, 1] }, new Experiment(), "--splits 1,2,1 names 1 twice");
        Refused(request with { Seeds = [3, 3] }, points, "--seeds 3,3 names 3 twice");
        Refused(request with { Growth = [2, 2] }, points, "--growth 2,2 names 2 twice");
        Refused(request with { Folder = "a,b" }, new Experiment(), "--out a,b has a comma or a plus");
        Refused(request with { Folder = "a+b" }, points, "--out a+b has a comma or a plus");
        Refused(request, new Experiment { Sites = new SiteOptions { Mode = SiteMode.Pooled } }, "sites.mode is pooled");
        Refused(request with { Splits = [1, 2] }, With(new DataOptions { Split = SplitMethod.ByName }), "data.split is by-name");
        Refused(request with { Splits = [1, 2] }, With(new DataOptions { Split = SplitMethod.File }), "data.split is file");
        Refused(request with { Withheld = true }, new Experiment(), "--withheld is for data.source: gaussian");
        Refused(request with { Growth = [2] }, new Experiment(), "--growth is for data.source: gaussian");
        Refused(request with { Splits = [1] }, points, "--splits is for images");
        Refused(request with { Union = true }, points, "--union is for images");
        Refused(request with { Folds = 2 }, points, "--folds is for images");
        Refused(request with { Folds = 1 }, new Experiment(), "--folds 1: numbers of folds go from 2");
        Refused(request, With(new DataOptions { Fold = new FoldOptions { Of = 2 } }), "data.fold.of is 2; a comparison leaves every fold out itself");
        Refused(request, new Experiment { Synthesis = new SynthesisOptions { Conditions = SynthesisConditions.LeftOut } }, "synthesis.conditions is left-out");
        Refused(request with { Part = DataPart.Test }, points, "--part is for images");
        Refused(request with { TrainOn = ["all"] }, points, "--train-on is for images");
        Refused(request with { Growth = [1] }, points, "--growth 1: numbers of components go from 2");
        Refused(request with { Growth = [2, 1001] }, points, "--growth 1001");
        Refused(request with { Withheld = true }, With(points.Data with { Gaussian = new GaussianOptions { Ring = 3 } }), "--withheld compares three components");
    }

    private static Experiment With(DataOptions data) => new() { Data = data };

    private static void Check(ComparisonRequest request, Experiment experiment) => new ComparisonPlan(request, experiment).Check();

    private static void Refused(ComparisonRequest request, Experiment experiment, string message) =>
        Assert.That(() => Check(request, experiment), Throws.TypeOf<UserException>().With.Message.Contains(message));
}
