using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Configuration.Keys;
using AsynDGAN.Core.Data.Sites;
using AsynDGAN.Core.Runs;

namespace AsynDGAN.Core.Comparison.Jobs;

/// <summary>A synthetic set of a comparison, and the runs that it is drawn by.</summary>
/// <param name="Name">As the tables call it.</param>
/// <param name="RunsOf">Its runs on a split; the sets of several are joined.</param>
internal sealed record SetLabel(string Name, Func<SplitFacts, IReadOnlyList<SetLabel.RunOfSet>> RunsOf)
{
    /// <summary>By one generator and a discriminator at every site.</summary>
    public static readonly SetLabel Ours = new(PairedDifference.Ours, split => [new($"asyndgan-{split.Split}", [], split.Sites)]);

    /// <summary>By one GAN on all images.</summary>
    public static readonly SetLabel Pooled = new("Syn-All", split => [new($"syn-all-{split.Split}", ["sites.mode=pooled"], split.Sites)]);

    /// <summary>By a GAN at every site.</summary>
    public static readonly SetLabel Union = new("Syn-Union", split => [.. split.Sites.Select(site => new RunOfSet(
        $"syn-{NameOf(site)}-{split.Split}", ["sites.mode=single", $"sites.only={YamlValue.Quote(site.Name)}"], [site]))]);

    /// <summary>By the generators that each left a fold out, of the conditions that they were trained on.</summary>
    public static readonly SetLabel Folds = new(PairedDifference.Folds, split => RunsOfFolds(split, SynthesisConditions.Seen));

    /// <summary>By the same generators, each of the conditions of the fold that it left out.</summary>
    public static readonly SetLabel Crossed = new(PairedDifference.Crossed, split => RunsOfFolds(split, SynthesisConditions.LeftOut));

    private static IReadOnlyList<RunOfSet> RunsOfFolds(SplitFacts split, SynthesisConditions conditions) => [.. split.Folds.Select((fold, i) => new RunOfSet(
        $"asyndgan-{split.Split}-fold-{i + 1}", [$"data.fold={{of: {split.Folds.Count}, leave: {i + 1}}}"], fold.Sites) { Conditions = conditions, Steps = fold.Steps })];

    /// <summary>A site as a part of a folder's name; one that is called all is told from Syn-All's run.</summary>
    private static string NameOf(SiteSize site) => site.Name.Equals("all", StringComparison.OrdinalIgnoreCase)
        ? Uri.HexEscape(site.Name[0]) + site.Name[1..]
        : RunFolder.FileName(site.Name);

    /// <summary>A run of a set.</summary>
    /// <param name="Name">Its folder's name.</param>
    /// <param name="Overrides">What makes its mode.</param>
    /// <param name="Sites">Whose images it is trained on.</param>
    internal sealed record RunOfSet(string Name, IReadOnlyList<string> Overrides, IReadOnlyList<SiteSize> Sites)
    {
        /// <summary>Which of its sets it is.</summary>
        public SynthesisConditions Conditions { get; init; }

        /// <summary>Its training steps; null: the split's.</summary>
        public long? Steps { get; init; }
    }
}
