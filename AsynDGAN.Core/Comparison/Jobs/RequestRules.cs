using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Configuration.Keys;

namespace AsynDGAN.Core.Comparison.Jobs;

/// <summary>Refuses what a comparison cannot be asked for, before anything is read or trained.</summary>
internal static class RequestRules
{
    private const int MostComponents = 1000, MostFolds = 100;

    /// <exception cref="UserException">An option does not fit another, or the configuration.</exception>
    public static void Check(ComparisonRequest request, Experiment experiment)
    {
        RefuseRepeated("--splits", request.Splits);
        RefuseRepeated("--seeds", request.Seeds);
        RefuseRepeated("--growth", request.Growth);
        if (request.Folder.AsSpan().IndexOfAny(',', '+') >= 0)
        {
            throw new UserException($"--out {request.Folder} has a comma or a plus, which list runs.", "Choose a folder without them.");
        }

        if (experiment.Sites.Mode != SiteMode.Distributed)
        {
            throw new UserException(
                $"sites.mode is {YamlValue.Of(experiment.Sites.Mode)}; a comparison trains every mode itself.", "Leave sites.mode and sites.only out.");
        }

        if (experiment.Data.Fold.Of > 1)
        {
            throw new UserException(
                $"data.fold.of is {experiment.Data.Fold.Of}; a comparison leaves every fold out itself.", $"Leave data.fold out, and give --folds {experiment.Data.Fold.Of}.");
        }

        if (experiment.Data.Source == DataSource.Gaussian)
        {
            CheckPoints(request, experiment);
        }
        else
        {
            CheckImages(request, experiment);
        }
    }

    private static void CheckPoints(ComparisonRequest request, Experiment experiment)
    {
        (string Option, bool Given)[] ofImages =
        [
            ("--splits", request.Splits.Count > 0), ("--union", request.Union), ("--folds", request.Folds is not null), ("--leave-one-site-out", request.LeaveOneSiteOut), ("--part", request.Part is not null), ("--train-on", request.TrainOn.Count > 0),
        ];
        if (ofImages.FirstOrDefault(option => option.Given) is { Given: true, Option: var option })
        {
            throw new UserException($"{option} is for images; data.source: gaussian has points.", $"Leave {option} out.");
        }

        if (request.Withheld && (experiment.Data.Gaussian.Ring is not null || experiment.Data.Gaussian.Components.Count != 3))
        {
            throw new UserException(
                "--withheld compares three components, at 1:1:1 and at 6:3:1; data.gaussian has others.", "Leave --withheld out, or give three components.");
        }

        if (request.Growth.Where(count => count is < 2 or > MostComponents).Select(count => (int?)count).FirstOrDefault() is { } count)
        {
            throw new UserException($"--growth {count}: numbers of components go from 2 to {MostComponents}.", "Give such as --growth 2,3,10,50.");
        }
    }

    private static void CheckImages(ComparisonRequest request, Experiment experiment)
    {
        if (request.Withheld || request.Growth.Count > 0)
        {
            var option = request.Withheld ? "--withheld" : "--growth";
            throw new UserException($"{option} is for data.source: gaussian.", $"Leave {option} out.");
        }

        if (request.Folds is { } folds and (< 2 or > MostFolds))
        {
            throw new UserException($"--folds {folds}: numbers of folds go from 2 to {MostFolds}.", "Give such as --folds 2.");
        }

        if (request.LeaveOneSiteOut && experiment.Sites.Without.Count > 0)
        {
            throw new UserException(
                $"sites.without is {YamlValue.Of(experiment.Sites.Without)}; --leave-one-site-out leaves every site out itself.", "Leave sites.without out, or leave --leave-one-site-out out.");
        }

        if (experiment.Synthesis.Conditions != SynthesisConditions.Seen)
        {
            throw new UserException(
                $"synthesis.conditions is {YamlValue.Of(experiment.Synthesis.Conditions)}; a comparison draws both itself.", "Leave synthesis.conditions out, and give --folds 2.");
        }

        if (request.Splits.Count > 1 && experiment.Data.Split != SplitMethod.Seed)
        {
            throw new UserException(
                $"--splits {string.Join(",", request.Splits)} are several, but data.split is {YamlValue.Of(experiment.Data.Split)}: they would all be the same.",
                "Give one, or set data.split to seed.");
        }
    }

    private static void RefuseRepeated(string option, IReadOnlyList<int> numbers)
    {
        if (numbers.GroupBy(number => number).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            throw new UserException($"{option} {string.Join(",", numbers)} names {twice.Key} twice.", "Name each once.");
        }
    }
}
