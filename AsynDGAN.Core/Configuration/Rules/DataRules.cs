using AsynDGAN.Core.Configuration.Keys;

namespace AsynDGAN.Core.Configuration.Rules;

/// <summary>What must hold among the keys of <c>data</c>.</summary>
internal static class DataRules
{
    // What a byte a pixel holds beside the foreground.
    private const int MostClasses = 7;

    /// <summary>Where the files are is known; not asked of who reads none.</summary>
    public static ExperimentRule RootIsGiven { get; } = new(["data.root", "data.source"], RootOfFiles);

    public static IReadOnlyList<ExperimentRule> All { get; } =
    [
        RootIsGiven,
        new(["data.normalise.low", "data.normalise.high"], LowIsBelowHigh),
        new(["data.conditions"], ConditionsAreDistinct),
        new(["data.channels"], ChannelsAreDistinct),
        new(["data.channel_names", "data.source"], ChannelNamesAreAManifests),
        new(["data.conditions", "data.source", "data.mask_values"], ClassesAreKnown),
        new(["data.grades"], GradesAreNamed),
        new(["data.encoding"], EncodingIsKnown),
        new(["data.mask_values", "data.source"], MaskValuesAreForPictures),
        new(["data.cache", "data.source"], CacheIsForFiles),
        new(["data.cases", "data.source"], CasesAreForMultiOrgan),
        new(["data.colour.target", "data.colour.method"], TargetHasSixNumbers),
        new(["data.colour.method", "data.source"], ColoursAreThere),
        new(["data.conditions", "data.source"], ConditionsSuitTheSource),
        new(["data.patch.size", "data.source", "data.image_size", "data.augment.load_size"], PatchesSuitTheSource),
        new(["data.patch.stride", "data.patch.size"], PatchesLeaveNoGap),
        new(["data.patch.stride", "data.patch.size"], PatchesAreCut),
        new(["data.crop", "data.source"], NucleiHaveNoHead),
        new(["data.crop", "data.patch.size"], PatchesAreOfWholePictures),
        new(["data.augment.load_size", "data.image_size"], LoadSizeHoldsTheImage),
        new(["data.split_file", "data.split"], SplitFileGoesWithItsMethod),
        new(["data.fold.leave", "data.fold.of"], FoldIsThere),
        new(["data.validation_fraction", "data.test_fraction", "data.test_count", "data.split"], SomePatientsTrain),
    ];

    private static string? RootOfFiles(Experiment e)
    {
        return !e.Data.Source.Facts().IsGenerated && string.IsNullOrWhiteSpace(e.Data.Root)
            ? $"needed for source: {YamlValue.Of(e.Data.Source)}; set it to the folder of the files, or to the manifest"
            : null;
    }

    /// <summary>The names of the sources of a kind.</summary>
    private static string Those(Func<SourceAttribute, bool> areOfTheKind, string last)
    {
        var names = Enum.GetValues<DataSource>().Where(source => areOfTheKind(source.Facts())).Select(source => YamlValue.Of(source)).ToArray();
        return names.Length == 1 ? names[0] : $"{string.Join(", ", names[..^1])}{(last == "," ? "" : " ")}{last} {names[^1]}";
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

    private static string? ChannelsAreDistinct(Experiment e) =>
        e.Data.Channels.Distinct().Count() < e.Data.Channels.Count ? $"{YamlValue.Of(e.Data.Channels)} names a channel twice" : null;

    private static string? ClassesAreKnown(Experiment e)
    {
        var conditions = e.Data.Conditions;
        return !conditions.Contains(ConditionChannel.Classes) ? null
            : conditions.Contains(ConditionChannel.Tumour) ? "tumour and classes say the same twice; use one of them"
            : !e.Data.Source.Facts().HasClasses ? $"classes needs source: {Those(source => source.HasClasses, "or")}; the masks of {YamlValue.Of(e.Data.Source)} have one class, which is tumour"
            : e.Data.Source == DataSource.Manifest && e.Data.MaskValues.Count is 0 or > MostClasses ? $"classes takes a channel for each of data.mask_values, 1 to {MostClasses} for source: manifest; {YamlValue.Of(e.Data.MaskValues)} has {e.Data.MaskValues.Count}"
            : e.Data.MaskValues.Distinct().Count() < e.Data.MaskValues.Count ? $"classes takes a channel for each of data.mask_values; {YamlValue.Of(e.Data.MaskValues)} names a value twice"
            : null;
    }

    private static string? ChannelNamesAreAManifests(Experiment e)
    {
        var names = e.Data.ChannelNames;
        return names.Count == 0 ? null
            : e.Data.Source != DataSource.Manifest ? $"only for source: manifest; the channels of {YamlValue.Of(e.Data.Source)} have their names"
            : names.Any(string.IsNullOrWhiteSpace) || names.Distinct().Count() < names.Count ? $"{YamlValue.Of(names)} names a channel twice, or not at all"
            : null;
    }

    private static string? GradesAreNamed(Experiment e)
    {
        var grades = e.Data.Grades;
        return grades.Count == 0 || grades.Except(["HGG", "LGG"]).Any() || grades.Distinct().Count() < grades.Count
            ? $"{YamlValue.Of(grades)} is not a list of HGG, LGG or both"
            : null;
    }

    private static string? EncodingIsKnown(Experiment e)
    {
        return TextEncodings.Find(e.Data.Encoding) is null ? $"{YamlValue.Of(e.Data.Encoding)} is no encoding that is known here; use utf-8, windows-1252, latin-1 or utf-16" : null;
    }

    private static string? MaskValuesAreForPictures(Experiment e)
    {
        return e.Data.MaskValues.Count > 0 && !e.Data.Source.Facts().HasMaskPictures
            ? $"only for masks that are pictures (source: {Those(source => source.HasMaskPictures, "or")}); source is {YamlValue.Of(e.Data.Source)}"
            : null;
    }

    private static string? CacheIsForFiles(Experiment e)
    {
        return e.Data.Cache is null ? null
            : e.Data.Source.Facts().IsGenerated ? $"only for data that are read from files; source: {YamlValue.Of(e.Data.Source)} generates them"
            : string.IsNullOrWhiteSpace(e.Data.Cache) ? "empty; name a folder, or leave it out"
            : null;
    }

    private static string? CasesAreForMultiOrgan(Experiment e)
    {
        var mayNameThem = e.Data.Source == DataSource.Hdf5 && e.Data.HasNuclei();
        return string.IsNullOrWhiteSpace(e.Data.Cases)
            ? e.Data.Source == DataSource.MultiOrgan ? "needed for source: multi-organ; set it to a table such as configs/multi-organ-cases.csv"
                : mayNameThem && e.Data.Cases is not null ? "empty; name a table such as configs/multi-organ-cases.csv, or leave it out"
                : null
            : e.Data.Source == DataSource.MultiOrgan || mayNameThem ? null
            : $"only for source: multi-organ, and hdf5 with nuclei; source is {YamlValue.Of(e.Data.Source)}";
    }

    private static string? TargetHasSixNumbers(Experiment e)
    {
        var (target, reinhard) = (e.Data.Colour.Target, e.Data.Colour.Method == ColourMethod.Reinhard);
        return reinhard && target.Count != 6 ? $"{target.Count} numbers; for method: reinhard give six, the means of L, a and b and then their deviations"
            : reinhard && target.Skip(3).Any(deviation => deviation < 0) ? "the last three are deviations, which are not negative"
            : !reinhard && target.Count > 0 ? "only for method: reinhard"
            : null;
    }

    private static string? ColoursAreThere(Experiment e)
    {
        return e.Data.Colour.Method != ColourMethod.None && !e.Data.HasNuclei()
            ? $"only for {Nuclei}; source is {YamlValue.Of(e.Data.Source)}"
            : null;
    }

    private static string Nuclei =>
        $"nuclei (source: {Those(source => source.Shows == SourceSubject.Nuclei, "or")}, or {Those(source => source.Shows == SourceSubject.TumoursOrNuclei, "or")} with the condition nuclei)";

    private static string? ConditionsSuitTheSource(Experiment e)
    {
        return e.Data.Conditions.All(channel => (channel is ConditionChannel.Nuclei or ConditionChannel.Boundary) == e.Data.HasNuclei())
            ? null
            : $"{YamlValue.Of(e.Data.Conditions)} does not suit source: {YamlValue.Of(e.Data.Source)}; nuclei and boundary are for {Those(source => source.Shows == SourceSubject.Nuclei, ",")} and {Those(source => source.Shows == SourceSubject.TumoursOrNuclei, "and")}, the others for the other sources and {Those(source => source.Shows == SourceSubject.TumoursOrNuclei, "and")}, and the two kinds do not mix";
    }

    private static string? PatchesSuitTheSource(Experiment e)
    {
        var seen = e.Data.Augment.LoadSize ?? e.Data.ImageSize;
        return e.Data.Patch.Size switch
        {
            null => e.Data.HasNuclei() ? $"needed for source: {YamlValue.Of(e.Data.Source)}; set it to {seen}, what the networks see" : null,
            _ when !e.Data.HasPatches() => $"only for {Nuclei} and source: {Those(source => source.Shows == SourceSubject.Objects, "and")}; source is {YamlValue.Of(e.Data.Source)}",
            { } size when size != seen => $"{size} is not what the networks see, {seen} (data.augment.load_size, or data.image_size without it); make them equal",
            _ => null,
        };
    }

    private static string? PatchesAreOfWholePictures(Experiment e)
    {
        return e.Data is { Crop: CropMethod.Head, Patch.Size: not null } && !e.Data.HasNuclei()
            ? "patches are cut from whole pictures, not from what is round the head; use none, or leave data.patch.size out"
            : null;
    }

    private static string? PatchesLeaveNoGap(Experiment e)
    {
        return e.Data.Patch is { Stride: { } stride, Size: { } size } && stride > size
            ? $"{stride} is above data.patch.size, so that pixels between patches would never be seen"
            : null;
    }

    private static string? PatchesAreCut(Experiment e)
    {
        return e.Data.Patch is { Stride: not null, Size: null } ? "only with data.patch.size; set it, or leave this out" : null;
    }

    private static string? NucleiHaveNoHead(Experiment e)
    {
        return e.Data.Crop == CropMethod.Head && e.Data.HasNuclei() ? $"there is no head in source: {YamlValue.Of(e.Data.Source)}; use none" : null;
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

    private static string? FoldIsThere(Experiment e)
    {
        var (of, leave) = (e.Data.Fold.Of, e.Data.Fold.Leave);
        return leave <= of ? null
            : of == 1 ? $"{leave} is no fold where data.fold.of is 1; set data.fold.of to the number of folds, such as 2"
            : $"{leave} is above data.fold.of, {of}; name the fold that is left out, 1 to {of}";
    }
}
