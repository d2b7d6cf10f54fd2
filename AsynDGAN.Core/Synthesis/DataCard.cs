using System.Globalization;
using System.Text;
using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Configuration.Keys;
using AsynDGAN.Core.Data.Sources;
using AsynDGAN.Core.Federation;
using AsynDGAN.Core.Fidelity;
using AsynDGAN.Core.Runs;
using AsynDGAN.Core.Training;

namespace AsynDGAN.Core.Synthesis;

/// <summary>card.md: what a synthetic set is, for those who get it without its run. Without a date, so that equal sets have equal cards.</summary>
internal static class DataCard
{
    private static readonly string[] Keys =
    [
        "seed", "data.source", "data.channels", "data.image_size", "data.crop", "data.conditions", "data.mask_values", "data.min_mask_pixels",
        "sites.by", "sites.mode", "sites.in_condition", "generator.network", "generator.norm", "generator.noise_channels", "synthesis.masks", "synthesis.per_mask",
        "synthesis.mix_masks", "synthesis.deform", "synthesis.dropout", "synthesis.statistics",
    ];

    /// <summary>What masks show where conditions tell classes apart.</summary>
    public const string ClassesTogether =
        "The conditions tell classes apart (data.conditions: classes), and the masks of the set show all of them together, as segmentation networks learn them: 0 and 255, of the layout for nnU-Net 0 and 1.";

    public static string Text(
        Experiment experiment, RunOrigin origin, string hash, IReadOnlyList<IReadOnlyDictionary<string, string>> rows, int planned, bool movesInOneGround = false)
    {
        var (data, options) = (experiment.Data, experiment.Synthesis);
        var text = new StringBuilder();
        Line($"# {experiment.Name}: a synthetic data set");
        Line();
        var (nuclei, words) = (data.HasNuclei(), data.Words());
        Line($"{rows.Count} images of {data.ImageSize}x{data.ImageSize} pixels with masks of {words.Objects}, drawn by a generator that AsynDGAN trained. "
            + "No image here is a real one.");
        Line();
        Line($"Run: {(origin.Run is null ? "not given" : MarkdownText.Name(Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(origin.Run)))))}");
        Line($"Weights: {(origin.Weights is null ? "the run's" : MarkdownText.Name(Path.GetFileName(origin.Weights)))}, SHA-256 {hash}");
        Line();
        var fold = data.Fold.Of == 1 ? null : $"fold {data.Fold.Leave} of {data.Fold.Of}";
        if (experiment.Sites.Without.Count > 0)
        {
            Line($"The run left out {(experiment.Sites.Without.Count == 1 ? "a site" : "sites")} (sites.without), of which the generator has seen nothing and no mask is here: {string.Join(", ", experiment.Sites.Without.Select(MarkdownText.Name))}.");
            Line();
        }

        var leftOut = options.Conditions == SynthesisConditions.LeftOut;
        if (leftOut)
        {
            Line($"This set is to measure by, not to release. Its masks are those of {fold}: training patients whom the run left out, so that the generator has "
                + "seen neither their images nor their masks. It tells what the generator draws of masks that are new to it; a set that is given away is drawn of seen conditions, by a run on all of them.");
            Line();
        }

        Line(nuclei ? "| site of the mask | images | of them with new masks |" : $"| site of the {words.Ground} | images | of them with another slice's {words.Object} |");
        Line("|---|---|---|");
        foreach (var site in rows.GroupBy(row => row["site"]))
        {
            Line($"| {MarkdownText.Name(site.Key)} | {site.Count()} | {site.Count(row => row["mixed"] == "true")} |");
        }

        Line();
        var unused = fold is null || leftOut ? "a validation or test patient" : $"a validation or test patient, or of {fold}, which was left out,";
        var left = $"{planned - rows.Count} of {planned} were left out for want of {words.Object}, or of a mask that the generator has not seen. No condition of {unused} was used.";
        if (nuclei)
        {
            OfNuclei(Line, experiment, left);
        }
        else
        {
            OfTumours(Line, experiment, rows, left, movesInOneGround);
        }

        if (origin is { Run: not null, Weights: null })
        {
            Line("How near the generator's images are to the real ones is written in the run's copying.csv.");
            if (origin.Trained(experiment).Boundary.Losses == BoundaryLosses.Fakes)
            {
                Line("It is not told here, since boundary.losses: fakes lets no value out that is a function of real images.");
            }
            else if (CopyingRecord.Of([origin.Run]) is { } copying)
            {
                Line(Copying(copying, Checkpoint.FindState(RunFolder.At(origin.Run))?.Epoch));
            }
        }

        Line();
        Line("Made with these keys (all are in config.yaml):");
        Line();
        foreach (var key in fold is null ? Keys : [.. Keys, "data.fold.of", "data.fold.leave", "synthesis.conditions"])
        {
            Line($"- {key}: {Visible.Name(Value(experiment, key))}");
        }

        Line();
        Line("synthesis.json and provenance.json hold digests of the data: of the files, of the cases with their patients and institutions, and of who belongs to which part. "
            + "They are made without a key, so that whoever has these files, or guesses the lists, can tell by them who took part. Leave both out of what is given away where that may not be known: the set is read without them.");
        Line();
        if (data.Conditions.Contains(ConditionChannel.Classes))
        {
            Line(ClassesTogether);
            Line();
        }

        Line(!nuclei ? $"To train on it as on real data: {string.Join(", ", ReadBy(data, experiment.Sites))}."
            : data.Conditions.Contains(ConditionChannel.Boundary) ? "Masks: 255 inside a nucleus, 128 where two touch, 0 outside; of the layout for nnU-Net 1, 2 and 0."
            : "Masks: 255 inside a nucleus, 0 outside; of the layout for nnU-Net 1 and 0.");
        return text.ToString();

        void Line(string line = "") => text.Append(line).Append('\n');
    }

    private static void OfTumours(Action<string> line, Experiment experiment, IReadOnlyList<IReadOnlyDictionary<string, string>> rows, string left, bool movesInOneGround)
    {
        var (options, words) = (experiment.Synthesis, experiment.Data.Words());
        line($"Conditions: every {Slice(experiment, "slice")}'s mask {Times(options.PerMask)}, and {Times(options.MixMasks)} with another {Slice(experiment, "slice")}'s "
            + $"{words.Object} placed in its {words.Ground}; {left} Patients in manifest.csv are opaque numbers, those of the {words.Ground}, drawn from {Numbers(experiment)}.");
        var why = options.Placement == TumourPlacement.SiteTumours ? $"synthesis.placement: {YamlValue.Of(options.Placement)}"
            : !new ConditionLayout(experiment.Data).HasGround ? $"the conditions show no {words.Ground} to keep them in"
            : movesInOneGround ? $"all conditions have the same {words.Ground}" : null;
        if (why is not null && options.MixMasks > 0)
        {
            line($"These {words.Objects} were moved to where, relative to the {words.Ground}, {words.Objects} of the same site lie ({why}), "
                + $"at least nine tenths of each within the {words.Ground}{(options.Placement == TumourPlacement.SiteTumours ? "; manifest.csv has by how many pixels" : "")}.");
        }

        line("");
        var asTheyAre = rows.Count(row => row.GetValueOrDefault("deformed") == "false");
        line(options.Deform > 0
            ? $"{Capital(words.Objects)} and {words.Ground} outlines are those of real patients, deformed at random (share {YamlValue.Of(options.Deform)} of the ranges)"
                + (asTheyAre == 0 ? "." : $"; those of {asTheyAre} of the {rows.Count} images it left as they are: whoever may not see them may not see this set.")
            : $"{Capital(words.Objects)} and {words.Ground} outlines are those of real patients as they are: whoever may not see them may not see this set.");
    }

    /// <summary>The keys, over those of the set, by which the source manifest reads it: an image is a whole one, of the channels that were drawn, at the site of its row.</summary>
    private static IEnumerable<string> ReadBy(DataOptions data, SiteOptions sites)
    {
        var apart = ChannelSet.Apart(data);
        (string Key, bool IsNeeded)[] keys =
        [
            ("data.source manifest", true),
            ("data.root manifest.csv", true),
            ("data.normalise.by range", true),
            ("data.crop none", true),
            ("data.channels []", data.Channels.Count > 0 && apart.Count == 0),
            ("data.channel_names []", data.ChannelNames.Count > 0 && apart.Count == 0),
            ($"data.encoding {TextEncodings.Usual}", data.Encoding != TextEncodings.Usual),
            ("data.patch.size null", data.Patch.Size is not null),
            ("data.patch.stride null", data.Patch.Stride is not null),
            ("data.augment.load_size null", data.Patch.Size is not null && data.Augment.LoadSize is not null),
            ("data.split seed", data.SplitFile is not null),
            ("data.split_file null", data.SplitFile is not null),
            ("data.fold.of 1", data.Fold.Of > 1),
            ("data.fold.leave 1", data.Fold.Leave > 1),
            ($"sites.by {ImageCase.InstitutionAttribute}", sites.By != ImageCase.InstitutionAttribute),
            ("sites.count null", sites.Count is not null),
            ("sites.merge {}", sites.Merge.Count > 0),
            ("sites.without []", sites.Without.Count > 0),
            ("data.mask_values [] (left out, since masks have two values)", data.MaskValues.Count > 0),
            ($"data.conditions {YamlValue.Of(data.Conditions.Select(Merged).ToArray())}", data.Conditions.Contains(ConditionChannel.Classes)),
            ($"data.channel_names {YamlValue.Of(apart)}", apart.Count > 0),
        ];
        return keys.Where(key => key.IsNeeded).Select(key => key.Key);
    }

    private static string Times(int count) => count == 1 ? "once" : $"{count} times";

    private static void OfNuclei(Action<string> line, Experiment experiment, string left)
    {
        var options = experiment.Synthesis;
        line($"Conditions: every {Slice(experiment, "patch")}'s mask {Times(options.PerMask)}, and {Times(options.MixMasks)} with its nuclei moved, turned and "
            + $"scaled; {left} Patients in manifest.csv are opaque numbers, those of the masks, drawn from {Numbers(experiment)}.");
        line("");
        line("Masks and shapes of nuclei are those of real patients: whoever may not see them may not see this set.");
        if (experiment.Data.Colour.Method != ColourMethod.None)
        {
            line($"Colours were normalised at each site to Lab statistics that the configuration gives: {YamlValue.Of(experiment.Data.Colour.Target)}.");
        }
    }

    /// <param name="weightsEpoch">The epoch of the weights; null where no checkpoint tells.</param>
    private static string Copying(CopyingRecord record, int? weightsEpoch)
    {
        var when = weightsEpoch is null || weightsEpoch == record.Epoch ? "At the end" : $"After epoch {record.Epoch} (the weights are of epoch {weightsEpoch})";
        var inside = record is { TrainingInside: { } training, ValidationInside: { } validation } ? $", inside the object's ground {N(training)} and {N(validation)}" : "";
        var near = record is { NearCopiesTraining: { } ofTraining, NearCopiesValidation: { } ofValidation }
            ? $" Near-copies are {N(ofTraining)} of its drawings of training and {N(ofValidation)} of those of validation conditions, where {N(NearCopies.Chance)} is chance."
            : "";
        var sites = record.Sites == record.AllSites ? "" : $" These are means over the {record.Sites} of {record.AllSites} sites that have validation patients.";
        return $"{when} its images correlated with the real ones of the same conditions by {N(record.Training)} in training{(record.Validation is { } held ? $" and {N(held)} in validation" : "; there are no validation patients to compare with")}{inside}.{near}{sites}";

        static string N(double value) => value.ToString("0.00", CultureInfo.InvariantCulture);
    }

    private static string Slice(Experiment experiment, string slice) =>
        experiment.Synthesis.Conditions == SynthesisConditions.LeftOut ? $"left-out {slice}" : $"training {slice}";

    private static string Capital(string words) => char.ToUpperInvariant(words[0]) + words[1..];

    private static string Numbers(Experiment experiment) =>
        experiment.Sites.KeyFile is null ? "the seed, which is no secret" : "a secret key";

    private static ConditionChannel Merged(ConditionChannel channel) => channel == ConditionChannel.Classes ? ConditionChannel.Tumour : channel;

    private static string Value(Experiment experiment, string path)
    {
        var (keys, record) = (ExperimentKeys.Tree, (object)experiment);
        while (true)
        {
            var key = keys.Single(k => path == k.Path || path.StartsWith(k.Path + ".", StringComparison.Ordinal));
            record = key.Property.GetValue(record);
            if (!key.IsSection)
            {
                return YamlValue.Of(record);
            }

            keys = key.Keys;
        }
    }
}
