namespace AsynDGAN.Core.Configuration;

/// <summary>What must hold among the keys of <c>data</c>.</summary>
internal static class DataRules
{
    public static IReadOnlyList<Rule> All { get; } =
    [
        new(["data.root", "data.source"], RootIsGiven),
        new(["data.normalise.low", "data.normalise.high"], LowIsBelowHigh),
        new(["data.conditions"], ConditionsAreDistinct),
        new(["data.conditions", "data.source"], ClassesAreKnown),
        new(["data.grades"], GradesAreNamed),
        new(["data.cache", "data.source"], CacheIsForVolumes),
        new(["data.augment.load_size", "data.image_size"], LoadSizeHoldsTheImage),
        new(["data.split_file", "data.split"], SplitFileGoesWithItsMethod),
        new(["data.validation_fraction", "data.test_fraction", "data.test_count", "data.split"], SomePatientsTrain),
    ];

    private static string? RootIsGiven(Experiment e)
    {
        return e.Data.Source != DataSource.Phantom && string.IsNullOrWhiteSpace(e.Data.Root)
            ? $"needed for source: {YamlValue.Of(e.Data.Source)}; set it to the folder of the files, or to the manifest"
            : null;
    }

    private static string? LowIsBelowHigh(Experiment e)
    {
        var (low, high) = (e.Data.Normalise.Low, e.Data.Normalise.High);
        return low < high ? null : $"{YamlValue.Of(low)} is not below data.normalise.high, {YamlValue.Of(high)}";
    }

    private static string? ConditionsAreDistinct(Experiment e)
    {
        var conditions = e.Data.Conditions;
        return conditions.Count == 0 ? "empty; name at least one channel, such as [tumour]"
            : conditions.Distinct().Count() < conditions.Count ? $"{YamlValue.Of(conditions)} names a channel twice"
            : null;
    }

    private static string? ClassesAreKnown(Experiment e)
    {
        var conditions = e.Data.Conditions;
        return !conditions.Contains(ConditionChannel.Classes) ? null
            : conditions.Contains(ConditionChannel.Tumour) ? "tumour and classes say the same twice; use one of them"
            : e.Data.Source is not (DataSource.Brats or DataSource.Hdf5) ? $"classes needs source: brats or hdf5; the masks of {YamlValue.Of(e.Data.Source)} have one class, which is tumour"
            : null;
    }

    private static string? GradesAreNamed(Experiment e)
    {
        var grades = e.Data.Grades;
        return grades.Count == 0 || grades.Except(["HGG", "LGG"]).Any() || grades.Distinct().Count() < grades.Count
            ? $"{YamlValue.Of(grades)} is not a list of HGG, LGG or both"
            : null;
    }

    private static string? CacheIsForVolumes(Experiment e)
    {
        return e.Data.Cache is not null && e.Data.Source is not (DataSource.Brats or DataSource.Hdf5)
            ? $"only for source: brats and hdf5; source is {YamlValue.Of(e.Data.Source)}"
            : null;
    }

    private static string? LoadSizeHoldsTheImage(Experiment e)
    {
        return e.Data.Augment.LoadSize < e.Data.ImageSize
            ? $"{e.Data.Augment.LoadSize} is below data.image_size, {e.Data.ImageSize}, which is cropped from it"
            : null;
    }

    private static string? SplitFileGoesWithItsMethod(Experiment e)
    {
        return (e.Data.Split == SplitMethod.File, string.IsNullOrWhiteSpace(e.Data.SplitFile)) switch
        {
            (true, true) => "needed for split: file; set it to a CSV with the columns patient and part",
            (false, false) => $"only for split: file; split is {YamlValue.Of(e.Data.Split)}",
            _ => null,
        };
    }

    private static string? SomePatientsTrain(Experiment e)
    {
        return e.Data is { Split: not SplitMethod.File, TestCount: null } && e.Data.TestFraction + e.Data.ValidationFraction >= 1
            ? $"{YamlValue.Of(e.Data.ValidationFraction)} and data.test_fraction, {YamlValue.Of(e.Data.TestFraction)}, leave no patient to train on; their sum must be below 1"
            : null;
    }
}
