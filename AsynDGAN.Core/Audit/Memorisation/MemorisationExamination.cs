using System.Globalization;
using AsynDGAN.Core.Audit.Findings;
using AsynDGAN.Core.Audit.Subject;
using AsynDGAN.Core.Comparison.Fidelity;
using AsynDGAN.Core.Comparison.Statistics;
using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Fidelity;
using AsynDGAN.Core.Reporting;
using AsynDGAN.Core.Runs;
using AsynDGAN.Core.Segmentation;
using AsynDGAN.Core.Synthesis;

namespace AsynDGAN.Core.Audit.Memorisation;

/// <summary>Whether released images are copies of training images.</summary>
internal sealed class MemorisationExamination : IExamination
{
    /// <summary>Real slices at most that tell what authenticity is by chance.</summary>
    private const int MostHeldOut = 200;

    private static readonly FigureKey ownCopies = new("memorisation.own_near_copies", "share of the released drawings of images' own masks that are near-copies of training images; 0.05 is chance");
    private static readonly FigureKey newCopies = new("memorisation.new_near_copies", "share of the released drawings of new masks that are near-copies of training images; 0.05 is chance");
    private static readonly FigureKey ownCopied = new("memorisation.own_not_authentic", "share of a patient's released drawings of images' own masks that are nearer to a training image than that is to its nearest of another patient, the mean over patients");
    private static readonly FigureKey newCopied = new("memorisation.new_not_authentic", "share of a patient's released drawings of new masks that are nearer to a training image than that is to its nearest of another patient, the mean over patients");
    private static readonly FigureKey realCopied = new("memorisation.reals_not_authentic", "the same of real images of patients that were not trained on: what chance gives");

    /// <inheritdoc />
    public IReadOnlyList<FigureKey> Keys => [ownCopies, newCopies, ownCopied, newCopied, realCopied];

    /// <inheritdoc />
    public AuditSection Examine(AuditSubject subject, CancellationToken stop)
    {
        const string Title = "Whether released images are copies";
        const string Tried = "Each image of the released set is compared with every image that was trained on, at whichever hospital, away from what its condition gives.";
        var (looked, without) = (subject.Runs.Where(run => run.Released.IsThere).ToList(), subject.Runs.Where(run => !run.Released.IsThere).ToList());
        if (looked.Count == 0)
        {
            return new AuditSection(
                Title, Verdict.NotMeasured, "Nothing: no set was drawn.",
                $"There is no set in the run's folder, so there was none to look at; {(without.Any(run => run.Listed.Contains(SynthesisConditions.LeftOut)) ? "one of left-out masks is to measure by, not to release, and " : "")}one that was drawn elsewhere (synthesize --out) is not looked for.",
                $"Draw one, and audit again: {string.Join("; ", without.Select(run => run.Released.Drawing))}", new Dictionary<FigureKey, double?>(), $"");
        }

        var sets = looked.Select(run => Look(run, subject, stop)).ToList();
        List<ReleasedKind> kinds = [.. sets.SelectMany(set => set.Kinds)];
        return new AuditSection(
            Title,
            VerdictOf(kinds),
            Tried,
            string.Join(" ", [.. sets.SelectMany(set => set.Kinds.Select(kind => Sentence(kind, set.Part))), .. without.Select(run => $"The run {run.Name} has no set, so that none of it was looked at."), .. OfOtherWeights(looked.Select(run => run.Released))]),
            Change(kinds, sets[0].Part, sets[0].Run.Data.HowToGet(sets[0].Part)),
            new Dictionary<FigureKey, double?>
            {
                [ownCopies] = Highest(DrawingRow.OwnMasks, kind => kind.Copies.NearCopies),
                [newCopies] = Highest(DrawingRow.NewMasks, kind => kind.Copies.NearCopies),
                [ownCopied] = Highest(DrawingRow.OwnMasks, kind => 1 - kind.Authenticity.Share),
                [newCopied] = Highest(DrawingRow.NewMasks, kind => 1 - kind.Authenticity.Share),
                [realCopied] = sets.Max(set => 1 - set.Chance?.Share),
            },
            Details(sets))
        {
            OfTooFew = [.. OfTooFew(kinds), .. sets.Any(set => set.Chance?.Interval is null) ? new[] { realCopied } : []],
        };

        // Of several sets the one that copies most; unknown where one could not be measured.
        double? Highest(string masks, Func<ReleasedKind, double?> figure)
        {
            var of = kinds.Where(kind => kind.Copies.Masks == masks).Select(figure).ToList();
            return of.Contains(null) ? null : of.Max();
        }
    }

    /// <summary>Copies of one kind are found; that there are none takes all kinds.</summary>
    internal static Verdict VerdictOf(IReadOnlyList<ReleasedKind> kinds) =>
        kinds.Any(kind => kind.IsCopying) ? Verdict.Found : kinds.Any(kind => kind.Copies.Low is null) ? Verdict.NotMeasured : Verdict.NothingFound;

    /// <summary>A sentence a set that other weights than its run's drew: what is found of it does not tell what the run's generator draws.</summary>
    internal static IEnumerable<string> OfOtherWeights(IEnumerable<GivenSet> sets) => sets.Select(set => set.OtherWeights).OfType<string>()
        .Select(other => $"{char.ToUpperInvariant(other[0])}{other[1..]}, so that this does not tell what the run's generator draws.");

    private static ReleasedSet Look(AuditedRun run, AuditSubject subject, CancellationToken stop)
    {
        subject.Display.Say($"memorisation: comparing the released set with the training images{(subject.Runs.Count > 1 ? $" of {run.Name}" : "")}");
        var reals = run.Reals;
        var part = run.Data.Sites.Any(site => site.Test.Count > 0) ? DataPart.Test : DataPart.Validation;
        var authenticity = new Authenticity(reals, subject.Display);
        var bySlice = run.Data.Sites.SelectMany(site => Enumerable.Range(0, site.Training.Count).Select(position => new RealSlice(site.Training, position, IsSeen: true)))
            .DistinctBy(slice => slice.Info.Name).ToDictionary(slice => slice.Info.Name);
        var (label, name) = subject.Runs.Count > 1 ? ($"released, {run.Name}", run.Name) : ("released", null);
        List<ReleasedKind> kinds =
        [
            .. new DrawingCopies(reals, part, run.Device, subject.Display, stop).Of(label, "audit", SyntheticSet.Of(run.Released)).Select(kind => new ReleasedKind(
                NearCopyRow.Of([kind.Measured])[0],
                authenticity.Of([.. kind.Measured.Drawings.Select(drawing => (drawing.Patient, bySlice[drawing.Nearest], drawing.Distance))]),
                kind.Nearest,
                name)),
        ];
        var heldOut = reals.NearestOfOthers(reals.HeldOut(part, MostHeldOut), subject.Display);
        return new ReleasedSet(
            run, part, kinds, heldOut.Count == 0 ? null : authenticity.Of([.. heldOut.Select(found => (found.Slice.Info.Patient, reals.TrainingSlice(found.Match.Real), found.Match.Distance))]));
    }

    private static Html Details(IReadOnlyList<ReleasedSet> sets)
    {
        List<ReleasedKind> kinds = [.. sets.SelectMany(set => set.Kinds)];
        using var stream = new MemoryStream();
        NearestSheet.Of("The drawings that are nearest to training images", [.. kinds.Select(kind => (Masks(kind), kind.Nearest))]).Write(stream);
        var text = CopiesText.Of([.. kinds.Select(kind => kind.Copies)], [])!;
        return $"""
            {Html.Picture(stream.ToArray(), "Drawings beside the training images that they are nearest to")}
            {Html.Each(text.Tables, HtmlTable.Of)}
            {Html.Each(text.Notes, note => $"<p>{note}</p>\n")}
            {HtmlTable.Of(new TextTable(
                ["images", "not authentic [95%]"],
                [
                    .. sets.SelectMany(set => set.Kinds.Select(kind => new[] { Masks(kind), Cell(kind.Authenticity) })
                        .Concat(set.Chance is { } real ? [[$"real images of other patients{(sets.Count > 1 ? $", of the run {set.Run.Name}" : "")}: chance", Cell(real)]] : [])),
                ]))}
            <p>Not authentic: nearer to a training image than that is to its nearest of another patient; means over patients. Real images that nobody trained on tell how many are by chance.
            {string.Join(" ", sets.Select(set => $"The set lies in the folder {Path.GetFileName(set.Run.Folder.SyntheticSet)} of the run {set.Run.Name}."))} At most {DrawingCopies.MostDrawings} drawings of each kind are compared.</p>
            """;

        static string Cell((double Share, ConfidenceInterval? Interval) authentic) =>
            $"{N(1 - authentic.Share)} [{(authentic.Interval is { } interval ? $"{N(1 - interval.Upper)}, {N(1 - interval.Lower)}" : Bootstrap.TooFew)}]";
    }

    /// <param name="kind">What was measured.</param>
    /// <param name="part">Whose slices gave the threshold.</param>
    internal static string Sentence(ReleasedKind kind, DataPart part) => kind.Copies.NearCopies is { } share
        ? $"Of {kind.Copies.Drawings:#,0} drawings of {Masks(kind)}, {N(100 * share, "0.#")}% are near-copies of a training image, where chance gives {N(100 * NearCopies.Chance, "0")}%{(kind.Copies.Low is null ? $"; {Bootstrap.TooFew} for an interval" : "")}."
        : $"Whether drawings of {Masks(kind)} are near-copies could not be measured: {kind.Copies.HeldOut} slices of {PartNames.Of(part)} patients are there, and it takes {NearCopies.FewestHeldOut}.";

    /// <summary>The figures of drawings of which any kind's have no interval.</summary>
    internal static IReadOnlyList<FigureKey> OfTooFew(IReadOnlyList<ReleasedKind> kinds) =>
    [
        .. kinds.Where(kind => kind.Copies.Low is null).Select(kind => kind.Copies.Masks == DrawingRow.OwnMasks ? ownCopies : newCopies),
        .. kinds.Where(kind => kind.Authenticity.Interval is null).Select(kind => kind.Copies.Masks == DrawingRow.OwnMasks ? ownCopied : newCopied),
    ];

    /// <param name="kinds">What was measured, at least one kind.</param>
    /// <param name="part">Whose slices gave the threshold.</param>
    /// <param name="howToGet">What gives that part more patients.</param>
    internal static string Change(IReadOnlyList<ReleasedKind> kinds, DataPart part, string howToGet)
    {
        var copying = kinds.Where(kind => kind.IsCopying).ToList();
        if (copying.Count > 0)
        {
            return $"Do not release drawings of {string.Join(" and ", copying.Select(Masks))}; train shorter, or on more patients, and look at the pairs below.";
        }

        var unmeasured = kinds.Where(kind => kind.Copies.Low is null).ToList();
        var lack = unmeasured.Any(kind => kind.Copies.NearCopies is null || kind.Copies.HeldOutPatients < Bootstrap.FewestPatients)
            ? $"Do not take this for safe: there are too few {PartNames.Of(part)} patients to tell copies from chance. To have more, {howToGet} "
            : unmeasured.Count > 0 ? "Do not take this for safe: there are too few patients among the drawings to tell; train and draw on more. " : "";
        return lack + "Look at the pairs below before the set is released.";
    }

    private static string Masks(ReleasedKind kind) => (kind.Copies.Masks == DrawingRow.OwnMasks ? "images' own masks" : "new masks") + (kind.Run is null ? "" : $" by the run {kind.Run}");

    private static string N(double value, string format = "0.000") => value.ToString(format, CultureInfo.InvariantCulture);

    /// <summary>A run's set, the part whose slices it is compared by, and which share of real images nobody trained on is not authentic.</summary>
    private sealed record ReleasedSet(AuditedRun Run, DataPart Part, IReadOnlyList<ReleasedKind> Kinds, (double Share, ConfidenceInterval? Interval)? Chance);
}
