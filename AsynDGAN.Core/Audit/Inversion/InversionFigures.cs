using AsynDGAN.Core.Audit.Findings;
using AsynDGAN.Core.Comparison.Statistics;
using AsynDGAN.Core.Platform;

namespace AsynDGAN.Core.Audit.Inversion;

/// <summary>The figures of recovered images: means over patients, each the mean over the patient's samples.</summary>
internal static class InversionFigures
{
    /// <summary>Attacks as figures name them, in the order of the page.</summary>
    private static readonly (string Name, string Meaning)[] attacks =
    [
        ("bisection", "the bisection of the L1 gradient's sign"), ("spread", "the same with one question a pass over the data"),
        ("following", "following the gradient"), ("following_learning", "following the gradient while D_j learns the image"),
        ("following_spread", "the same with one question a pass over the data"), ("honest", "a centre that trains as it should"),
    ];

    public static readonly FigureKey Psnr = new("inversion.psnr", "dB of what was recovered of training patients, by the attack with most dB, at the number of questions where it has most", Likeness.Most);
    public static readonly FigureKey Ssim = new("inversion.ssim", "structural similarity of what was recovered, by the attack with most of it, at the number of questions where it has most");
    public static readonly FigureKey Retrieval = new("inversion.retrieval", "how often what was recovered picks its true image among others, by the attack that does so most often, at the number of questions where it does");
    public static readonly FigureKey Chance = new("inversion.chance", "how often chance does");
    public static readonly FigureKey DrawnPsnr = new("inversion.drawn_psnr", "dB of what the generator draws anyway for the conditions of inversion.psnr", Likeness.Most);
    public static readonly FigureKey DrawnSsim = new("inversion.drawn_ssim", "structural similarity of the drawings for the conditions of inversion.ssim");
    public static readonly FigureKey DrawnRetrieval = new("inversion.drawn_retrieval", "how often what the generator draws anyway for the conditions of inversion.retrieval picks the true image");
    public static readonly FigureKey PsnrGain = new("inversion.psnr_gain", "dB above the drawings, by the attack that is furthest above them, at the number of questions where it is", double.PositiveInfinity);
    public static readonly FigureKey RetrievalGain = new("inversion.retrieval_gain", "retrieval above the drawings', by the attack that is furthest above it, at the number of questions where it is");
    public static readonly FigureKey HeldOutPsnr = new("inversion.held_out_psnr", "dB on held-out patients, through a probe, by the attack with most dB there, at the number of questions where it has most", Likeness.Most);
    public static readonly FigureKey HeldOutRetrieval = new("inversion.held_out_retrieval", "retrieval on held-out patients, by the attack with most of it there, at the number of questions where it has most");
    public static readonly FigureKey Psnr8 = new("inversion.bisection_psnr_8", "dB of the bisection after 8 questions about a sample", Likeness.Most);
    public static readonly FigureKey Exact = new("inversion.bisection_exact", "share of values that the bisection knows to the last bit after 32 questions");

    private static readonly IReadOnlyDictionary<(string Attack, bool IsPsnr), FigureKey> ofAttacks = attacks
        .SelectMany(attack => new[]
        {
            KeyValuePair.Create((attack.Name, true), new FigureKey($"inversion.{attack.Name}_psnr", $"dB of {attack.Meaning}, after its last question", Likeness.Most)),
            KeyValuePair.Create((attack.Name, false), new FigureKey($"inversion.{attack.Name}_retrieval", $"retrieval of {attack.Meaning}, after its last question")),
        }).ToDictionary();

    /// <summary>All keys.</summary>
    public static IReadOnlyList<FigureKey> Keys { get; } =
    [
        Psnr, Ssim, Retrieval, Chance, DrawnPsnr, DrawnSsim, DrawnRetrieval, PsnrGain, RetrievalGain, HeldOutPsnr, HeldOutRetrieval, Psnr8, Exact,
        .. attacks.SelectMany(attack => new[] { ofAttacks[(attack.Name, true)], ofAttacks[(attack.Name, false)] }),
    ];

    /// <summary>The figures of what was recovered.</summary>
    /// <param name="images">All of it, at least one image of a training patient.</param>
    /// <param name="isWhole">Whether every attack that suits was made; else what the best one recovers is not known, and has no figure.</param>
    public static IReadOnlyDictionary<FigureKey, double?> Of(IReadOnlyList<RecoveredImage> images, bool isWhole = true)
    {
        var (nearest, alike, picking) = (MostPsnr(images), Most(images, isHeldOut: false, image => image.Recovered.Ssim), MostPicked(images));
        var (ofTraining, ofHeldOut) = (Attempts(images, isHeldOut: false), Attempts(images, isHeldOut: true));
        var bisection = images.Where(image => image is { Attack: "bisection", IsHeldOut: false }).ToList();
        var figures = new Dictionary<FigureKey, double?>
        {
            [Psnr] = Mean(nearest, image => image.Recovered.Psnr),
            [Ssim] = Mean(alike, image => image.Recovered.Ssim),
            [Retrieval] = Mean(Among(picking), Picked),
            [Chance] = Mean(Among(picking), ChanceOf),
            [DrawnPsnr] = Mean(nearest, image => image.Drawn.Psnr),
            [DrawnSsim] = Mean(alike, image => image.Drawn.Ssim),
            [DrawnRetrieval] = Mean(Among(picking), DrawnPicked),
            [PsnrGain] = ofTraining.Max(attack => Mean(attack, PsnrGainOf)),
            [RetrievalGain] = ofTraining.Max(attack => Mean(Among(attack), RetrievalGainOf)),
            [HeldOutPsnr] = ofHeldOut.Max(attack => Mean(attack, image => image.Recovered.Psnr)),
            [HeldOutRetrieval] = ofHeldOut.Max(attack => Mean(Among(attack), Picked)),
            [Psnr8] = Mean([.. bisection.Where(image => image.Questions == 8)], image => image.Recovered.Psnr),
            [Exact] = Mean([.. bisection.Where(image => image.Questions == 32)], image => image.Exact),
        };
        foreach (var (name, _) in attacks)
        {
            var last = Last(images, name, isHeldOut: false);
            figures[ofAttacks[(name, true)]] = Mean(last, image => image.Recovered.Psnr);
            figures[ofAttacks[(name, false)]] = Mean(Among(last), Picked);
        }

        if (!isWhole)
        {
            foreach (var ofTheBest in new[] { Psnr, Ssim, Retrieval, PsnrGain, RetrievalGain })
            {
                figures[ofTheBest] = null;
            }
        }

        return figures;
    }

    /// <summary>The figures of fewer patients than an interval takes; of those of the attack that has most, where any attempt is of so few, since it might have more.</summary>
    public static IReadOnlyCollection<FigureKey> OfTooFew(IReadOnlyList<RecoveredImage> images)
    {
        var (ofTraining, ofHeldOut) = (Attempts(images, isHeldOut: false), Attempts(images, isHeldOut: true));
        return
        [
            .. ofTraining.Any(AreOfTooFew) ? new[] { Psnr, Ssim, DrawnPsnr, DrawnSsim, PsnrGain } : [],
            .. ofTraining.Any(attempt => AreOfTooFew(Among(attempt))) ? new[] { Retrieval, Chance, DrawnRetrieval, RetrievalGain } : [],
            .. ofHeldOut.Any(AreOfTooFew) ? new[] { HeldOutPsnr } : [],
            .. ofHeldOut.Any(attempt => AreOfTooFew(Among(attempt))) ? new[] { HeldOutRetrieval } : [],
            .. AreOfTooFew(Last(images, "bisection", isHeldOut: false)) ? new[] { Psnr8, Exact } : [],
            .. attacks.SelectMany(attack => Last(images, attack.Name, isHeldOut: false) is var last && AreOfTooFew(Among(last))
                ? AreOfTooFew(last) ? new[] { ofAttacks[(attack.Name, true)], ofAttacks[(attack.Name, false)] } : [ofAttacks[(attack.Name, false)]] : []),
        ];
    }

    /// <summary>What each attack recovered with each number of questions: one may stop at any. Of those that were made on such patients.</summary>
    public static IReadOnlyList<IReadOnlyList<RecoveredImage>> Attempts(IReadOnlyList<RecoveredImage> images, bool isHeldOut) =>
        [.. images.Where(image => image.IsHeldOut == isHeldOut).GroupBy(image => (image.Attack, image.Questions)).Select(attempt => (IReadOnlyList<RecoveredImage>)[.. attempt])];

    /// <summary>What the attack recovered of training patients that has most dB, at the number of questions where it has.</summary>
    public static IReadOnlyList<RecoveredImage> MostPsnr(IReadOnlyList<RecoveredImage> images) => Most(images, isHeldOut: false, image => image.Recovered.Psnr);

    /// <summary>What the attack recovered of training patients that picks the true slice most often, and of those the one that has most dB, at the number of questions where it does.</summary>
    public static IReadOnlyList<RecoveredImage> MostPicked(IReadOnlyList<RecoveredImage> images) =>
        Attempts(images, isHeldOut: false).MaxBy(attack => (Mean(Among(attack), Picked) ?? -1, Mean(attack, image => image.Recovered.Psnr)))!;

    /// <summary>What an attack recovered with its last question.</summary>
    public static IReadOnlyList<RecoveredImage> Last(IReadOnlyList<RecoveredImage> images, string attack, bool isHeldOut)
    {
        var own = images.Where(image => image.Attack == attack && image.IsHeldOut == isHeldOut).ToList();
        return [.. own.Where(image => image.Questions == own.Max(other => other.Questions))];
    }

    /// <summary>Those that had others to pick from.</summary>
    public static IReadOnlyList<RecoveredImage> Among(IReadOnlyList<RecoveredImage> images) => [.. images.Where(image => image.Among > 1)];

    public static double ChanceOf(RecoveredImage image) => 1.0 / image.Among;

    public static double Picked(RecoveredImage image) => image.Recovered.IsPicked ? 1 : 0;

    public static double DrawnPicked(RecoveredImage image) => image.Drawn.IsPicked ? 1 : 0;

    public static double PsnrGainOf(RecoveredImage image) => image.Recovered.Psnr - image.Drawn.Psnr;

    public static double RetrievalGainOf(RecoveredImage image) => Picked(image) - DrawnPicked(image);

    /// <summary>The mean over patients; null where there are none.</summary>
    public static double? Mean(IReadOnlyList<RecoveredImage> images, Func<RecoveredImage, double> figure) => images.Count == 0 ? null : ByPatient(images, figure).Average();

    /// <summary>Its 95% interval by patient; null for fewer than 5.</summary>
    /// <param name="attempts">Of how many attempts one interval is looked for that lies above; each is as much wider (Bonferroni).</param>
    public static ConfidenceInterval? Interval(IReadOnlyList<RecoveredImage> images, Func<RecoveredImage, double> figure, int attempts = 1) => ByPatient(images, figure) is var values && values.Count >= Bootstrap.FewestPatients
        ? Bootstrap.Mean(values, Bootstrap.Resamples, 1 - (1 - Bootstrap.Level) / attempts, SplitMix64.For(0, RandomPurpose.Bootstrap)) : null;

    private static IReadOnlyList<RecoveredImage> Most(IReadOnlyList<RecoveredImage> images, bool isHeldOut, Func<RecoveredImage, double> figure) =>
        Attempts(images, isHeldOut).MaxBy(attack => Mean(attack, figure))!;

    private static bool AreOfTooFew(IReadOnlyList<RecoveredImage> images) => images.Select(image => image.Patient).Distinct().Count() < Bootstrap.FewestPatients;

    private static IReadOnlyList<double> ByPatient(IReadOnlyList<RecoveredImage> images, Func<RecoveredImage, double> figure) =>
        [.. images.GroupBy(image => image.Patient).OrderBy(patient => patient.Key, StringComparer.Ordinal).Select(patient => patient.Average(figure))];
}
