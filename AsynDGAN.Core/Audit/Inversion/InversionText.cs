using System.Globalization;
using AsynDGAN.Core.Audit.Findings;
using AsynDGAN.Core.Comparison.Statistics;
using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Figures;
using AsynDGAN.Core.Reporting;
using AsynDGAN.Core.Runs;

namespace AsynDGAN.Core.Audit.Inversion;

/// <summary>What was recovered, to be read.</summary>
internal static class InversionText
{
    /// <summary>dB above the drawings from which images count as recovered, where there are too few patients for an interval.</summary>
    private const double FarAbove = 6;

    /// <summary>dB above the drawings at the lower end of the interval, from which images count as recovered.</summary>
    private const double LeastGain = 1;

    /// <param name="experiment">The configuration.</param>
    /// <param name="titles">What was tried: each attack's word and what it does.</param>
    /// <param name="undone">What would have suited and could not be done.</param>
    /// <param name="images">What was recovered.</param>
    /// <param name="sheets">Pictures by what the attack does.</param>
    public static AuditSection Of(
        Experiment experiment, IReadOnlyDictionary<string, string> titles, IReadOnlyList<string> undone, IReadOnlyList<RecoveredImage> images, IReadOnlyList<(string Title, byte[] Sheet)> sheets)
    {
        var (runs, tried) = (images.Select(image => image.Run).Distinct().ToList(), images.Select(image => image.Attack).Distinct().Select(attack => titles[attack]).ToList());
        var (best, nearest) = (InversionFigures.MostPicked(images), InversionFigures.MostPsnr(images));
        var isSpread = images.Any(image => image.Attack.Contains("spread", StringComparison.Ordinal));
        var onHeldOut = images.Where(image => image.IsHeldOut).Select(image => image.Attack).Distinct().Count();
        var figures = InversionFigures.Of(images, undone.Count == 0);
        var verdict = Verdict(InversionFigures.Attempts(images, isHeldOut: false)) is var seen && seen == Findings.Verdict.NothingFound && undone.Count > 0 ? Findings.Verdict.NotMeasured : seen;
        return new AuditSection(
            "Images recovered from answers", verdict,
            $"{(tried.Count == 1 ? "One attack" : $"{tried.Count} attacks, each")} on {OfEach(images)} training patients{(runs.Count == 1 ? "" : $" of the runs {string.Join(" and ", runs)}")}, {OnHeldOut(onHeldOut, tried.Count)}: {string.Join("; ", tried)}. "
            + $"Each recovered image then had to pick its true one among {Number(images)}."
            + (experiment.Sites.Questions == SiteQuestions.Any ? "" : " Where one number is asked about again, the hospital's first answer comes again (sites.questions).")
            + (experiment.Data.Augment.Intensity == 0 || !isSpread ? ""
                : " Grey values change from pass to pass (data.augment.intensity), which attacks by one question a pass do not undo; a centre may find a way.")
            + (!Moves(experiment.Data.Augment) || !isSpread ? ""
                : " Images whose mask came again unchanged may have been moved a little (data.augment), so that attacks by one question a pass may recover more than is shown.")
            + (undone.Count == 0 ? "" : $" Not tried{(undone.Intersect(tried).Any() ? ", or not on all of the images" : "")}: {string.Join("; ", undone)}; it goes by images that come again unchanged or mirrored, and data.augment changes these otherwise. A centre may find a way."),
            $"The best attack, {Sentence(best)}{Nearer()}",
            Change(experiment, verdict, undone.Count > 0), figures,
            $"""
            {Html.Each(sheets, sheet => $"""
                <h3>{Capital(sheet.Title)}</h3>
                {Html.Picture(sheet.Sheet, $"Real images, drawings and recovered images: {sheet.Title}")}

                """)}
            {Html.Picture(Plot(images), "PSNR by the number of questions")}
            {HtmlTable.Of(Table(images, isHeldOut: false))}
            {ByRun(images, runs)}
            {Held(images, runs.Count)}
            <p>PSNR: 20 log10 of the range of grey values over the root mean squared difference; 30 dB looks like the image, 58 dB is the image to an eighth bit. Retrieval: how often the true image correlates best,
            inside the head (or what else objects lie upon) away from its outline and without the object, among it and held-out images of other patients, {Number(images)} together. Means over patients with 95% intervals by patient{(runs.Count == 1 ? "" : ", of all runs")}. Drawn: what the generator draws for the same conditions without any attack. Something counts as learned where an attack's interval lies more than {LeastGain} dB above the drawings, or its retrieval's above theirs; for that the interval is as much wider as attacks are looked at, each after every number of questions above (Bonferroni). {string.Join("; ", images.Select(image => image.Attack).Distinct().Select(attack => $"{Capital(attack.Replace('_', ' '))}: {titles[attack]}"))}.</p>
            """)
        {
            OfTooFew = InversionFigures.OfTooFew(images),
        };

        string Nearer() => (nearest[0].Attack == best[0].Attack, nearest[0].Questions == best[0].Questions) switch
        {
            (true, true) => "",
            (true, _) => $" With another number of questions it comes nearer to the image, {Sentence(nearest)}",
            _ => $" Another comes nearer to the image, {Sentence(nearest)}",
        };

        string Sentence(IReadOnlyList<RecoveredImage> attack)
        {
            var among = InversionFigures.Among(attack);
            return $"{titles[attack[0].Attack]}, after {Questions(attack[0].Questions)} about an image: {N(InversionFigures.Mean(attack, image => image.Recovered.Psnr), "0.0")} dB of PSNR{Between(attack, image => image.Recovered.Psnr, "0.0")} "
                + $"where what the generator draws anyway has {N(InversionFigures.Mean(attack, image => image.Drawn.Psnr), "0.0")}; the true image is picked {N(InversionFigures.Mean(among, InversionFigures.Picked), "0%")} of the time, "
                + $"from the drawings {N(InversionFigures.Mean(among, InversionFigures.DrawnPicked), "0%")}, by chance {N(InversionFigures.Mean(among, InversionFigures.ChanceOf), "0%")}.";
        }
    }

    private static bool Moves(AugmentOptions augment) => augment.Rotate > 0 || augment.Scale > 0 || augment.Shift > 0;

    /// <summary>Found where any attack found something after any number of questions; else not measured where any could not be.</summary>
    private static Verdict Verdict(IReadOnlyList<IReadOnlyList<RecoveredImage>> attempts)
    {
        Verdict[] each = [.. attempts.Select(attack => Verdict(attack, attempts.Count))];
        return new[] { Findings.Verdict.Found, Findings.Verdict.NotMeasured, Findings.Verdict.NothingFound }.First(each.Contains);
    }

    private static Verdict Verdict(IReadOnlyList<RecoveredImage> attack, int attempts) =>
        (InversionFigures.Interval(attack, InversionFigures.PsnrGainOf, attempts), InversionFigures.Interval(attack, InversionFigures.RetrievalGainOf, attempts)) switch
        {
            ({ Lower: > LeastGain }, _) or (_, { Lower: > 0 }) => Findings.Verdict.Found,
            (not null, not null) => Findings.Verdict.NothingFound,
            _ => InversionFigures.Mean(attack, InversionFigures.PsnrGainOf) > FarAbove ? Findings.Verdict.Found : Findings.Verdict.NotMeasured,
        };

    private static string OnHeldOut(int attacks, int of) => attacks switch
    {
        0 => of == 1 ? "and not on held-out ones" : "none on held-out ones",
        _ when attacks == of => "and on held-out ones through a probe",
        _ => $"and {attacks} of them on held-out ones through a probe",
    };

    private static string Change(Experiment experiment, Verdict verdict, bool isUndone)
    {
        if (experiment.Loss.WeighedReconstruction() == Reconstruction.L1)
        {
            return "loss.reconstruction: none (or feature-matching), and loss.lambda_perceptual: 0: terms that compare with the real image pixel by pixel hand it to whoever asks. No sites.questions helps against a centre that takes its time. Until then train with a centre only that may see the images.";
        }

        string[] hygiene =
        [
            .. experiment.Loss.WeighedReconstruction() != Reconstruction.None ? ["loss.reconstruction: none leaves it less to ask"] : Array.Empty<string>(),
            .. experiment.Loss.LambdaPerceptual > 0 ? ["loss.lambda_perceptual: 0 leaves it less to ask"] : Array.Empty<string>(),
            .. experiment.Sites.Questions != SiteQuestions.InOrder ? ["sites.questions: in-order keeps it from asking about one image alone"] : Array.Empty<string>(),
        ];
        var first = verdict switch
        {
            Findings.Verdict.Found => "Train with a centre only that may see what the pictures show",
            Findings.Verdict.NotMeasured when isUndone => "Do not take this for safe: what suits these answers could not be tried",
            Findings.Verdict.NotMeasured => "Do not take this for safe: ask about more samples (--samples), of more patients",
            _ => "Nothing that these attacks call for",
        };
        return $"{first}{string.Concat(hygiene.Select(measure => "; " + measure))}.";
    }

    /// <summary>Of joined runs each has learned from patients whom the other leaves out.</summary>
    private static Html? Held(IReadOnlyList<RecoveredImage> images, int runs) => images.All(image => !image.IsHeldOut) ? null : (Html)$"""
        <p>The same on held-out patients, whose images {(runs == 1 ? "no discriminator has learned from" : "the discriminator that is asked has not learned from")}:</p>
        {HtmlTable.Of(Table(images, isHeldOut: true))}
        """;

    /// <summary>The last figures of each attack by the run that it was on; null where there is one.</summary>
    private static Html? ByRun(IReadOnlyList<RecoveredImage> images, IReadOnlyList<string> runs) => runs.Count == 1 ? null : (Html)$"""
        <p>By the run, after the last question:</p>
        {HtmlTable.Of(new TextTable(
            ["run", "attack", "questions", "images", "patients", "PSNR, dB [95%]", "drawn", "retrieval [95%]", "drawn", "chance"],
            [
                .. images.Select(image => image.Attack).Distinct().SelectMany(attack => InversionFigures.Last(images, attack, isHeldOut: false).GroupBy(image => image.Run).Select(row =>
                {
                    RecoveredImage[] own = [.. row];
                    return new[]
                    {
                        row.Key, attack.Replace('_', ' '), $"{own[0].Questions}", $"{own.Length}", $"{Patients(own)}",
                        $"{N(InversionFigures.Mean(own, image => image.Recovered.Psnr), "0.0")}{Between(own, image => image.Recovered.Psnr, "0.0")}", N(InversionFigures.Mean(own, image => image.Drawn.Psnr), "0.0"),
                    }.Concat(Retrieval(own)).ToArray();
                })),
            ]))}
        """;

    /// <summary>What was picked of recovered images, of drawings, and by chance.</summary>
    private static string[] Retrieval(IReadOnlyList<RecoveredImage> images)
    {
        var among = InversionFigures.Among(images);
        return
        [
            $"{N(InversionFigures.Mean(among, InversionFigures.Picked), "0.00")}{Between(among, InversionFigures.Picked, "0.00")}", N(InversionFigures.Mean(among, InversionFigures.DrawnPicked), "0.00"),
            N(InversionFigures.Mean(among, InversionFigures.ChanceOf), "0.00"),
        ];
    }

    /// <summary>On how many training patients an attack was made.</summary>
    private static string OfEach(IReadOnlyList<RecoveredImage> images)
    {
        int[] patients = [.. images.Where(image => !image.IsHeldOut).GroupBy(image => image.Attack).Select(attack => Patients(attack))];
        return patients.Min() == patients.Max() ? $"{patients[0]}" : $"{patients.Min()} to {patients.Max()}";
    }

    private static string Number(IReadOnlyList<RecoveredImage> images)
    {
        var (least, most) = (images.Min(image => image.Among), images.Max(image => image.Among));
        return least == most ? $"{most}" : $"{least} to {most}";
    }

    private static TextTable Table(IReadOnlyList<RecoveredImage> images, bool isHeldOut) => new(
        ["attack", "questions", "images", "patients", "PSNR, dB [95%]", "drawn", "SSIM [95%]", "drawn", "retrieval [95%]", "drawn", "chance"],
        [
            .. images.Where(image => image.IsHeldOut == isHeldOut).GroupBy(image => (image.Attack, image.Questions)).Select(row =>
            {
                RecoveredImage[] own = [.. row];
                return new[]
                {
                    row.Key.Attack.Replace('_', ' '), $"{row.Key.Questions}", $"{own.Length}", $"{Patients(own)}",
                    $"{N(InversionFigures.Mean(own, image => image.Recovered.Psnr), "0.0")}{Between(own, image => image.Recovered.Psnr, "0.0")}", N(InversionFigures.Mean(own, image => image.Drawn.Psnr), "0.0"),
                    $"{N(InversionFigures.Mean(own, image => image.Recovered.Ssim), "0.000")}{Between(own, image => image.Recovered.Ssim, "0.000")}", N(InversionFigures.Mean(own, image => image.Drawn.Ssim), "0.000"),
                }.Concat(Retrieval(own)).ToArray();
            }),
        ]);

    private static byte[] Plot(IReadOnlyList<RecoveredImage> images)
    {
        var training = images.Where(image => !image.IsHeldOut).ToList();
        return LinePlot.Render("PSNR of what is recovered, dB", "questions about an image",
        [
            .. training.GroupBy(image => image.Attack).Select(attack => Line(attack.Key.Replace('_', ' '), attack, image => image.Recovered.Psnr)),
            Line("drawn anyway", training.Where(image => image.Attack == training[0].Attack), image => image.Drawn.Psnr),
        ]);

        static PlotLine Line(string label, IEnumerable<RecoveredImage> images, Func<RecoveredImage, double> figure)
        {
            var points = images.GroupBy(image => image.Questions).Select(point => (X: (double)point.Key, Y: InversionFigures.Mean([.. point], figure)!.Value)).ToList();
            return new PlotLine(label, [.. points.Select(point => point.X)], [.. points.Select(point => point.Y)]);
        }
    }

    private static int Patients(IEnumerable<RecoveredImage> images) => images.Select(image => image.Patient).Distinct().Count();

    private static string Questions(int count) => count == 1 ? "1 question" : $"{count} questions";

    private static string Between(IReadOnlyList<RecoveredImage> images, Func<RecoveredImage, double> figure, string format) =>
        InversionFigures.Interval(images, figure) is { } interval ? $" [{N(interval.Lower, format)}, {N(interval.Upper, format)}]" : $" [{Bootstrap.TooFew}]";

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];

    private static string N(double? value, string format) => value?.ToString(format, CultureInfo.InvariantCulture) ?? "none";
}
