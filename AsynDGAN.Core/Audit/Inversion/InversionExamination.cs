using AsynDGAN.Core.Audit.Findings;
using AsynDGAN.Core.Audit.Subject;
using AsynDGAN.Core.Data.Batches;
using AsynDGAN.Core.Data.Sites;
using AsynDGAN.Core.Figures;
using AsynDGAN.Core.Imaging;
using static TorchSharp.torch;

namespace AsynDGAN.Core.Audit.Inversion;

/// <summary>A centre that wants the images behind the answers: every attack that the configuration allows, on training samples and, through probes, on held-out ones.</summary>
internal sealed class InversionExamination : IExamination
{
    /// <summary>Questions about one sample at most, and those after which what is recovered is judged.</summary>
    private const int MostQuestions = 32, Shown = 6;

    private static readonly int[] marks = [1, 2, 4, 8, 16, 32];

    private static readonly IReadOnlyList<IInversionAttack> attacks =
        [new SignBisection(), new GradientFollowing(holdsDiscriminator: true), new GradientFollowing(holdsDiscriminator: false), new HonestCentre()];

    private static readonly IReadOnlyList<ISpreadAttack> spreadAttacks = [new SpreadBisection(), new SpreadFollowing()];

    /// <inheritdoc />
    public IReadOnlyList<FigureKey> Keys => InversionFigures.Keys;

    /// <inheritdoc />
    public AuditSection Examine(AuditSubject subject, CancellationToken stop)
    {
        var (images, sheets, missed) = (new List<RecoveredImage>(), new Dictionary<string, List<SheetColumn>>(), new HashSet<string>());
        var chosen = attacks.Where(attack => attack.Suits(subject.First.Experiment.Loss)).ToList();
        var spread = spreadAttacks.Where(attack => attack.Suits(subject.First.Experiment)).ToList();
        foreach (var run in subject.Runs)
        {
            Attack(subject, run, chosen, spread, images, sheets, missed, stop);
        }

        var titles = chosen.Select(attack => (attack.Name, attack.Title)).Concat(spread.Select(attack => (attack.Name, attack.Title))).ToDictionary();
        string[] undone = [.. spread.Where(attack => missed.Contains(attack.Name)).Select(attack => attack.Title)];
        return InversionText.Of(subject.First.Experiment, titles, undone, images, [.. sheets.Select(sheet => (sheet.Key, Sheet(sheet.Value, subject.Runs.Count > 1)))]);
    }

    private static void Attack(
        AuditSubject subject, AuditedRun run, IReadOnlyList<IInversionAttack> chosen, IReadOnlyList<ISpreadAttack> spread, List<RecoveredImage> images, Dictionary<string, List<SheetColumn>> sheets,
        HashSet<string> missed, CancellationToken stop)
    {
        using var scope = NewDisposeScope();
        var candidates = new Candidates(run);
        var (still, learning) = (Batches(run, subject.Samples, StillExchange(run), run.Experiment.Training.Steps is null ? 1 : -1), Batches(run, subject.Samples, 0, 1));
        IReadOnlyList<Func<Attempt>> tries = [.. chosen.SelectMany(attack => (attack.HoldsDiscriminator ? still : learning).Select(batch => (Func<Attempt>)(() => Try(attack, batch))))];
        IReadOnlyList<Func<Attempt>> passes =
        [
            .. spread.SelectMany(attack => run.Data.Sites.Select(site => (Func<Attempt>)(() => Spread(
                attack, site, [.. still.Where(batch => batch.Site == site && !batch.IsHeldOut).SelectMany(batch => batch.Positions).Distinct()])))),
        ];

        // Passes over a site take longest, so that they are begun first.
        IReadOnlyList<Func<Attempt>> pieces = [.. passes, .. tries];
        var (done, counting) = (0, new Lock());
        var attempts = run.Each(pieces.Count, i =>
        {
            stop.ThrowIfCancellationRequested();
            var attempt = pieces[i]();
            lock (counting)
            {
                subject.Display.Advance($"{run.Name}: sites and batches asked about", ++done, pieces.Count);
            }

            return attempt;
        });
        foreach (var attempt in attempts.Skip(passes.Count).Concat(attempts.Take(passes.Count)))
        {
            images.AddRange(attempt.Images);
            attempt.Columns.ToList().ForEach(column => Show(attempt.Title, column));
            if (attempt.Missed is { } attack)
            {
                missed.Add(attack);
            }
        }

        Attempt Try(IInversionAttack attack, AskedBatch batch)
        {
            var found = new List<RecoveredImage>();
            using var ofBatch = NewDisposeScope();
            using var site = batch.Open();
            using var questions = batch.Ask(site);
            var truth = batch.Truth();
            var judged = batch.Judged.Select(place => (
                Place: place, Among: candidates.Of(batch, place, truth), Inside: candidates.Inside(questions.X.narrow(0, place, 1)), Drawn: questions.Drawn.narrow(0, place, 1))).ToList();
            var columns = judged.Select(one => new SheetColumn(run.Name, Picture(one.Among.narrow(0, 0, 1)), Picture(one.Drawn), [])).ToList();
            var asked = 0;
            foreach (var recovered in attack.Recover(questions, MostQuestions))
            {
                using var image = recovered;
                if (!marks.Contains(++asked))
                {
                    continue;
                }

                foreach (var (one, column) in judged.Zip(columns))
                {
                    var own = image.narrow(0, one.Place, 1);
                    found.Add(Judged(attack.Name, asked, batch.Samples.Infos[batch.Positions[one.Place]].Patient, batch.IsHeldOut, own, one.Among, one.Inside, one.Drawn));
                    column.Recovered[asked] = Picture(own);
                }
            }

            return new Attempt(found, attack.Title, batch.IsHeldOut ? [] : [.. columns.Take(1)]);
        }

        Attempt Spread(ISpreadAttack attack, SiteData<SampleSet> site, IReadOnlyList<int> positions)
        {
            var (found, columns) = (new List<RecoveredImage>(), new List<SheetColumn>());
            using var ofSite = NewDisposeScope();
            var samples = site.Training;
            var recovered = SpreadQuestions.Recover(run, site, [.. positions.Select(position => samples.Ids[position].Sample)], attack, stop);
            foreach (var position in positions.Where(position => recovered.ContainsKey(samples.Ids[position].Sample)))
            {
                var (x, among) = (samples.Take([position], random: null).Condition, candidates.Of(samples, position));
                var (inside, drawn) = (candidates.Inside(x), run.Draw(x, site.Name));
                var column = new SheetColumn(run.Name, Picture(among.narrow(0, 0, 1)), Picture(drawn), []);
                foreach (var (i, image) in recovered[samples.Ids[position].Sample].Index().Where(image => marks.Contains(image.Index + 1)))
                {
                    found.Add(Judged(attack.Name, i + 1, samples.Infos[position].Patient, false, image, among, inside, drawn));
                    column.Recovered[i + 1] = Picture(image);
                }

                columns.Add(column);
            }

            return new Attempt(found, attack.Title, columns, Missed: recovered.Count < positions.Count ? attack.Name : null);
        }

        RecoveredImage Judged(string attack, int asked, string patient, bool isHeldOut, Tensor image, Tensor among, Tensor inside, Tensor drawn) => new(
            run.Name, attack, asked, patient, isHeldOut, (int)among.shape[0], (image == among.narrow(0, 0, 1)).to(float64).mean().item<double>(),
            Likeness.Of(image, among, inside), Likeness.Of(drawn, among, inside));

        void Show(string title, SheetColumn column)
        {
            var sheet = sheets.TryGetValue(title, out var there) ? there : sheets[title] = [];
            if (sheet.Count(other => other.Run == run.Name) < run.Data.Sites.Count * Shown)
            {
                sheet.Add(column);
            }
        }
    }

    /// <summary>
    /// The number of the exchange whose learning rate is 0: a site answers any. By epochs those of the whole epoch after the last have it,
    /// by steps those from the second after the last on, and those before have little.
    /// </summary>
    private static long StillExchange(AuditedRun run)
    {
        var still = Enumerable.Range(0, 3).Select(i => run.Schedule.Steps - 1 + i).MinBy(run.Schedule.LearningRate);
        return still * run.Experiment.Training.DiscriminatorSteps;
    }

    /// <summary>The training samples that are wanted, the same number at each site and in whole batches, then half as many held-out ones.</summary>
    private static IReadOnlyList<AskedBatch> Batches(AuditedRun run, int wanted, long first, int direction)
    {
        var aSite = (int)Math.Ceiling((double)wanted / run.Data.Sites.Count);
        return
        [
            .. run.Data.Sites.SelectMany(site => AskedBatch.Of(run, site, site.Training, first, direction, aSite)),
            .. run.Data.Sites.SelectMany(site => AskedBatch.Of(run, site, AuditedRun.HeldOut(site).MaxBy(samples => samples.Count)!, first, direction, aSite / 2 + aSite % 2)),
        ];
    }

    private static PixelArray Picture(Tensor image) => TensorPicture.Of(image[0]);

    /// <summary>Columns spread over the runs and their sites: a real image, under it where there are several runs which it is of; G's drawing, and what was recovered.</summary>
    private static byte[] Sheet(IReadOnlyList<SheetColumn> all, bool namesRuns)
    {
        var columns = Enumerable.Range(0, Math.Min(Shown, all.Count)).Select(i => all[i * all.Count / Math.Min(Shown, all.Count)]).ToList();
        using var stream = new MemoryStream();
        new ContactSheet("",
        [
            new SheetRow("real", [.. columns.Select(column => new SheetTile(column.Real, namesRuns ? column.Run : ""))]),
            Row("drawn anyway", column => column.Drawn),
            .. columns[0].Recovered.Keys.Where(asked => asked is 1 or 2 or 8 or MostQuestions).Select(asked => Row($"{asked} {(asked == 1 ? "question" : "questions")}", column => column.Recovered[asked])),
        ]).Write(stream);
        return stream.ToArray();

        SheetRow Row(string label, Func<SheetColumn, PixelArray> tile) => new(label, [.. columns.Select(column => new SheetTile(tile(column)))]);
    }

    /// <summary>What one attack recovered of a batch, or of a site's samples; its word where it did not come to some of these.</summary>
    private sealed record Attempt(IReadOnlyList<RecoveredImage> Images, string Title, IReadOnlyList<SheetColumn> Columns, string? Missed = null);

    /// <summary>One sample's pictures.</summary>
    private sealed record SheetColumn(string Run, PixelArray Real, PixelArray Drawn, Dictionary<int, PixelArray> Recovered);
}
