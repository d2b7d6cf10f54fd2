using System.Globalization;
using AsynDGAN.Core.Audit.Findings;
using AsynDGAN.Core.Audit.Subject;
using AsynDGAN.Core.Comparison.Statistics;
using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Federation;
using AsynDGAN.Core.Figures;
using AsynDGAN.Core.Reporting;
using AsynDGAN.Core.Runs;

namespace AsynDGAN.Core.Audit.Membership;

/// <summary>Whether it can be told of a patient's image that it was trained on.</summary>
internal sealed class MembershipExamination : IExamination
{
    private static readonly FigureKey found = new("membership.found", "attacks that tell training images from others by more than chance, all attacks taken together", MembershipAttack.All.Count);

    private const string TooFewHeldOut = "Do not take this for safe: hold more patients out (data.validation_fraction, data.test_fraction) to tell what the released set gives away.";

    /// <inheritdoc />
    public IReadOnlyList<FigureKey> Keys => [found, .. MembershipAttack.All.SelectMany(attack => attack.Keys)];

    /// <inheritdoc />
    public AuditSection Examine(AuditSubject subject, CancellationToken stop)
    {
        var run = subject.First;
        var asked = AskedPatients.Of(run);
        var halves = subject.Runs.Count > 1 ? AtBoth(AskedPatients.LeftOut(run), AskedPatients.In(run, AskedPatients.LeftOut(subject.Runs[1]))) : ([], []);
        IReadOnlyList<AskedImage> all = [.. asked.Members.Concat(asked.HeldOut).Concat(halves.Left).Concat(halves.Learned).Distinct()];
        var first = Ask(subject, run, all, asked.Reference, stop);
        var second = subject.Runs.Count > 1
            ? Ask(subject, subject.Runs[1], AskedPatients.In(subject.Runs[1], halves.Left.Concat(halves.Learned)), AskedPatients.In(subject.Runs[1], asked.Reference), stop)
            : null;

        // The second was asked about these alone.
        var firstAmong = first.Among([.. halves.Left.Concat(halves.Learned)]);
        var (reference, released) = (asked.Reference.Select(image => image.Patient).ToHashSet(), run.Released.IsThere);
        List<MembershipRow> rows =
        [
            .. MembershipAttack.All.Select(attack =>
            {
                stop.ThrowIfCancellationRequested();
                var others = attack.ComparesWithOthers ? [.. asked.HeldOut.Where(image => !reference.Contains(image.Patient))] : asked.HeldOut;
                var figures = first.Tells(attack) ? MembershipFigures.Of(Scored(asked.Members, first), Scored(others, first), attack.EitherWay) : null;
                return new MembershipRow(
                    attack, figures,
                    second?.Tells(attack) == true && firstAmong.Tells(attack) ? MembershipFigures.Of(Difference(halves.Learned), Difference(halves.Left), attack.EitherWay) : null,
                    figures is null && (first.Tells(attack) || (attack.ComparesWithOthers && released && reference.Count < Bootstrap.FewestPatients)));

                ScoredImages Scored(IReadOnlyList<AskedImage> images, ScoredRun by) =>
                    new([.. images.Select(image => by.Of(attack, image))], [.. images.Select(image => image.Patient)]);

                ScoredImages Difference(IReadOnlyList<AskedImage> images) =>
                    new([.. images.Select(image => firstAmong.Of(attack, image) - second!.Of(attack, image))], [.. images.Select(image => image.Patient)]);
            }),
        ];
        var showing = MembershipRow.Showing(rows);
        var measured = rows.Any(row => (row.Exchanged ?? row.Figures) is not null);
        var alone = Alone(run);
        var tooFew = rows.Any(row => row.IsOfTooFew && row.Exchanged is null);
        return new AuditSection(
            "Who took part", showing.Count > 0 ? Verdict.Found : measured && !tooFew ? Verdict.NothingFound : Verdict.NotMeasured,
            "For single images of patients who took part in the training and of others who did not, one guesses which are which: by what a hospital's computer answers the centre, by what its discriminator "
            + "would say to one who had it, and by how near released images come. A guess by chance ranks a training image above another one in half of all pairs."
            + (second is null ? "" : $" But for what is measured with roles exchanged, this is of the run {run.Name} alone."),
            Learned(rows, showing, measured, asked, alone), showing.Count == 0 && measured && tooFew ? TooFewHeldOut : Change(showing, measured, asked, alone, run),
            new Dictionary<FigureKey, double?>([new(found, measured ? showing.Count : null), .. rows.SelectMany(row => row.ByKey)]),
            Details(rows, asked, alone, subject, second is not null))
        {
            OfTooFew = tooFew ? [found] : [],
        };
    }

    /// <summary>Images of the hospitals that have some of either half.</summary>
    private static (IReadOnlyList<AskedImage> Left, IReadOnlyList<AskedImage> Learned) AtBoth(IReadOnlyList<AskedImage> left, IReadOnlyList<AskedImage> learned)
    {
        var both = left.Select(image => image.Site.Name).Intersect(learned.Select(image => image.Site.Name)).ToHashSet();
        return ([.. left.Where(image => both.Contains(image.Site.Name))], [.. learned.Where(image => both.Contains(image.Site.Name))]);
    }

    private static ScoredRun Ask(AuditSubject subject, AuditedRun run, IReadOnlyList<AskedImage> images, IReadOnlyList<AskedImage> reference, CancellationToken stop) =>
        ScoredRun.Of(run, images, reference, subject.Display, stop);

    /// <param name="alone">Training patients who are not asked about.</param>
    internal static string Learned(IReadOnlyList<MembershipRow> rows, IReadOnlyList<MembershipRow> showing, bool measured, AskedPatients asked, int alone)
    {
        if (!measured)
        {
            var (of, others) = alone == 0 ? ("", "") : (" at the hospitals that hold patients out", $" The {alone} training patients of hospitals that hold no one out can be compared with nobody.");
            return $"Too few patients to tell: {Patients(asked.Members)} who took part and {Patients(asked.HeldOut)} who did not{of}; {Bootstrap.FewestPatients} of each are the least.{others}";
        }

        var (best, top, isExchanged) = rows.Select(row => (row.Attack, Figures: row.Exchanged ?? row.Figures, IsExchanged: row.Exchanged is not null)).Where(row => row.Figures is not null).MaxBy(row => row.Figures!.Auc);
        var area = $"{best.Who} by {(best == MembershipAttack.Discriminator ? best.What : $"the {best.What}")} ranks the training image higher in {N(100 * top!.Auc, "0.0")} of 100 pairs{(isExchanged ? ", with roles exchanged" : "")}";
        var tried = rows.Count(row => (row.Exchanged ?? row.Figures) is not null);
        return (showing.Count > 0
            ? $"Who took part can be told by {showing.Count} of {tried} attacks ({string.Join("; ", showing.Select(row => $"{row.Attack.Who}, {row.Attack.What}"))}). The highest figure: {area}."
            : $"No attack told members from others by more than the best of {tried} does by chance. The highest figure: {area}; with these patients, of one attack alone, nothing below {N(100 * top.Smallest, "0.0")} could be shown.")
            + (showing.Any(row => row.Exchanged is null) ? " Of one run alone: a difference between these patients and the others themselves would look like it." : "")
            + (rows.Any(row => row.IsOfTooFew && row.Exchanged is null) ? " What the released set tells could not be measured: there are too few held-out patients." : "");
    }

    /// <param name="alone">As above.</param>
    internal static string Change(IReadOnlyList<MembershipRow> showing, bool measured, AskedPatients asked, int alone, AuditedRun run)
    {
        if (showing.Count == 0)
        {
            return measured ? "Nothing that these attacks call for; more held-out patients would show smaller leaks."
                : alone > 0 ? "Hold patients out at every hospital (data.validation_fraction, data.test_fraction)."
                : Patients(asked.Members) < Bootstrap.FewestPatients ? "Train on more patients; too few took part to tell."
                : "Hold more patients out (data.validation_fraction, data.test_fraction).";
        }

        var text = string.Join("; ", Changes([.. showing.Select(row => row.Attack)], run.ComparesWithReal, run.Experiment.Boundary.Losses));
        return char.ToUpperInvariant(text[0]) + text[1..] + ".";
    }

    /// <summary>What bears upon the attacks that show something, and nothing that leaves them as they are.</summary>
    /// <param name="showing">The attacks, at least one.</param>
    /// <param name="comparesWithReal">Whether a term of G's loss looks at real images.</param>
    /// <param name="losses">Which losses cross.</param>
    internal static IEnumerable<string> Changes(IReadOnlyList<MembershipAttack> showing, bool comparesWithReal, BoundaryLosses losses)
    {
        var terms = MembershipAttack.Losses.Where(loss => showing.Contains(loss.Attack)).Select(loss => loss.Term).ToList();
        if (showing.Any(attack => attack.ComparesWithOthers))
        {
            yield return "do not release these images; train shorter or on more patients" + (showing.Contains(MembershipAttack.Nearest) ? ", or release drawings of new masks alone" : "");
        }

        if (comparesWithReal && (showing.Contains(MembershipAttack.Gradient) || terms.Any(term => term is GeneratorTerm { OfRealImages: true })))
        {
            yield return "let no term look at real images (loss.reconstruction: none, loss.lambda_perceptual: 0)";
        }

        if (losses == BoundaryLosses.All && terms.Any(term => term.OfRealImages))
        {
            yield return "keep the losses on real images at the hospitals (boundary.losses: fakes)";
        }

        if (showing.Any(attack => attack.Who == MembershipAttack.Gradient.Who))
        {
            yield return "train shorter or on more patients";
        }

        if (showing.Contains(MembershipAttack.Discriminator))
        {
            yield return "keep each D_j and its checkpoints in its hospital, and delete them when the training is done";
        }
    }

    private static Html Details(IReadOnlyList<MembershipRow> rows, AskedPatients asked, int alone, AuditSubject subject, bool exchanged) => $"""
        {Plot([.. rows.SelectMany(Intervals)])}
        {HtmlTable.Of(TableOf(rows, exchanged, subject.First))}
        <p>AUC: how often an attack gives the training image of a pair the higher score, with its 95% interval by patient. It shows nothing where it is not above the smallest that could be shown, which 5 in 100
        random divisions of the same patients exceed; the noise floor is what 5 in 100 divisions of the training patients alone into two halves exceed, of which no half is more of a member than the other.
        An attack is said to find members where its AUC is above chance at 95%, all attacks taken together (Holm).</p>
        <p>Found at 1%: the share of the training images that an attack finds where it takes 1 in 100 others for one, and of fewer than 100 others none.</p>
        {Roles(subject, exchanged)}
        <p>Asked about: {asked.Members.Count} training images of {Patients(asked.Members)} patients against {asked.HeldOut.Count} of {Patients(asked.HeldOut)} validation and test patients of the same hospitals{(alone > 0 ? $" (the {alone} training patients of hospitals that hold no one out can be compared with nobody)" : "")}, at most {AskedPatients.PerPatient} a
        patient; for the released set {Patients(asked.Reference)} of the latter are what is compared with, and not scored. Scores of each hospital are brought to one scale. All are asked through probes, copies of the hospitals'
        own program that exist for the audit alone. Losses on real images are expected to be smaller for what was trained on; gradients and losses on fakes are taken in the direction that tells more,
        in every division, too.
        The distance to the nearest released image is taken where the condition leaves the picture free, over that to the nearest image of the patients that are compared with;
        the density is the ratio of two normal-kernel densities (DOMIAS), of {ReleasedView.MostOfDensity} released images at most, chosen at random, of the first {DensityRatio.Components} principal components of radiomic features.</p>
        """;

    private static Html Roles(AuditSubject subject, bool exchanged) => exchanged
        ? (Html)$"""
            <p>Roles exchanged: each of the two runs {subject.First.Name} and {subject.Runs[1].Name} was trained on patients that the other left out. The same images are scored under both, and the difference of the scores tells which run was trained on an image, or does not:
            a difference between the groups of patients themselves cannot count as leakage here. Where it is measured the judgement rests on it.</p>
            """
        : (Html)$"""
            <p>{(subject.First.Experiment.Data.Fold.Of > 1 ? "One run of a fold" : "One run")}: a difference between the groups of patients themselves would look like leakage. Two runs of data.fold.of 2 exchange their roles: give them as --run RUN1+RUN2.</p>
            """;

    private static Html? Plot(IReadOnlyList<LabelledInterval> intervals) =>
        intervals.Count == 0 ? null : Html.Picture(IntervalPlot.Render("AUC; 0.5 is chance", intervals), "Areas under the ROC curve with their intervals");

    private static IEnumerable<LabelledInterval> Intervals(MembershipRow row)
    {
        if (row.Figures is { } figures)
        {
            yield return new LabelledInterval(row.Attack.What, figures.Auc, figures.AucInterval.Lower, figures.AucInterval.Upper);
        }

        if (row.Exchanged is { } exchanged)
        {
            yield return new LabelledInterval("roles exchanged", exchanged.Auc, exchanged.AucInterval.Lower, exchanged.AucInterval.Upper);
        }
    }

    /// <summary>Training patients who are not asked about.</summary>
    private static int Alone(AuditedRun run)
    {
        return run.Data.Sites.Where(site => !AskedPatients.HoldsOut(site)).Sum(site => Patients(AskedImage.AllOf(site, site.Training)));
    }

    /// <summary>Why an attack has no figures.</summary>
    private static string Reason(MembershipRow row, AuditedRun run)
    {
        var term = MembershipAttack.Losses.Where(loss => loss.Attack == row.Attack).Select(loss => loss.Term).FirstOrDefault();
        return row.IsOfTooFew ? Bootstrap.TooFew
            : row.Attack.ComparesWithOthers && !run.Released.IsThere ? "no set was drawn"
            : (term?.Name == "Reconstruction" && run.Experiment.Loss.WeighedReconstruction() == Reconstruction.None) || (term?.Name == "Perceptual" && run.Perceptual is null) ? "there is no such term"
            : term is not null && !LossTerms.Crossing(run.Experiment.Boundary.Losses).Contains(term) ? "stays at the hospital"
            : "tells nothing";
    }

    private static TextTable TableOf(IReadOnlyList<MembershipRow> rows, bool exchanged, AuditedRun run) => new(
        ["attack", "AUC [95%]", "smallest to be shown", "noise floor", .. exchanged ? new[] { "roles exchanged [95%]", "smallest to be shown" } : [], "found at 1% [95%]"],
        [
            .. rows.Select(row => (IReadOnlyList<string>)
            [
                $"{row.Attack.Who}: {row.Attack.What}",
                .. row.Figures is not { } figures
                    ? [Reason(row, run), "", "", .. exchanged ? Roles(row) : [], ""]
                    : new[]
                    {
                        Cell(figures.Auc, figures.AucInterval), N(figures.Smallest), N(figures.Floor),
                    }.Concat(exchanged ? Roles(row) : []).Append(Cell(figures.TruePositives, figures.TruePositivesInterval)),
            ]),
        ]);

    private static string[] Roles(MembershipRow row) => [row.Exchanged is { } other ? Cell(other.Auc, other.AucInterval) : "", N(row.Exchanged?.Smallest)];

    private static string Cell(double value, ConfidenceInterval interval) => $"{N(value)} [{N(interval.Lower)}, {N(interval.Upper)}]";

    private static int Patients(IEnumerable<AskedImage> images) => images.Select(image => image.Patient).Distinct().Count();

    private static string N(double? value, string format = "0.000") => value?.ToString(format, CultureInfo.InvariantCulture) ?? "";
}
