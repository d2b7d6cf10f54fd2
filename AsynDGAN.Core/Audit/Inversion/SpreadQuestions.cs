using AsynDGAN.Core.Audit.Subject;
using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Data.Batches;
using AsynDGAN.Core.Data.Sites;
using AsynDGAN.Core.Federation;
using AsynDGAN.Core.Federation.Messages;
using static TorchSharp.torch;

namespace AsynDGAN.Core.Audit.Inversion;

/// <summary>
/// Asks one question an exchange: a sample comes again in every pass over the data, and its number, which crosses,
/// says so. A site that answers each exchange's number once does not notice. How an exchange mirrors its image, the mask tells
/// that crosses too; where it is moved otherwise, it is passed over. A site that answers in order is asked about its other samples
/// alike, since each pass has to lead through them; of those beyond what memory holds nothing is asked, and empty images go.
/// </summary>
internal static class SpreadQuestions
{
    private const int AtOnce = 64, MostOthers = 300;

    private static readonly long[][] mirrorings = [[], [3], [2], [2, 3]];

    /// <summary>Recovers some of a site's training images.</summary>
    /// <param name="run">The run.</param>
    /// <param name="site">The site.</param>
    /// <param name="wanted">The samples' numbers.</param>
    /// <param name="attack">What is asked.</param>
    /// <param name="stop">Asks to stop.</param>
    /// <returns>By each sample that was asked about so often: its image after each question, unmirrored, [1, channels, height, width].</returns>
    public static IReadOnlyDictionary<int, IReadOnlyList<Tensor>> Recover(
        AuditedRun run, SiteData<SampleSet> site, IReadOnlyList<int> wanted, ISpreadAttack attack, CancellationToken stop) =>
        wanted.Chunk(attack.AsksAlone && MayPassOver(run) ? 1 : Math.Max(1, wanted.Count)).SelectMany(samples => Together(run, site, samples, attack, stop)).ToDictionary();

    private static bool MayPassOver(AuditedRun run) => run.Experiment.Sites.Questions != SiteQuestions.InOrder;

    private static IReadOnlyDictionary<int, IReadOnlyList<Tensor>> Together(
        AuditedRun run, SiteData<SampleSet> site, IReadOnlyList<int> wanted, ISpreadAttack attack, CancellationToken stop)
    {
        using var local = run.Open(site);
        var opened = run.AcrossBoundary(local);
        using var scope = NewDisposeScope();
        var (size, shape, passes) = (run.Experiment.Training.BatchSize, site.Training.ImageShape, attack.Passes);
        var conditions = Conditions(opened, sample => wanted.Contains(sample) || (sample < MostOthers && !MayPassOver(run)));
        var pursuits = conditions.ToDictionary(one => one.Key, one => attack.Begin(run.Experiment, run.Draw(one.Value, site.Name)));
        var found = wanted.ToDictionary(sample => sample, _ => new List<Tensor>());
        var inAPass = (site.Training.Count + size - 1) / size;
        for (var exchange = 0L; exchange < 2L * passes * inAPass && found.Values.Any(images => images.Count < passes); exchange++)
        {
            stop.ThrowIfCancellationRequested();
            using var inner = NewDisposeScope();
            Ask(exchange);
        }

        return found.Where(one => one.Value.Count == passes).ToDictionary(
            one => one.Key, one => (IReadOnlyList<Tensor>)[.. one.Value.Select(image => image.MoveToOuterDisposeScope())]);

        void Ask(long exchange)
        {
            var drawn = opened.Draw(exchange, size);
            var asked = drawn.Ids.Index().Where(id => pursuits.ContainsKey(id.Item.Sample))
                .Select(id => (Place: id.Index, id.Item.Sample, Mirroring: Mirroring(conditions[id.Item.Sample], drawn.X.narrow(0, id.Index, 1))))
                .Where(one => one.Mirroring is not null).DistinctBy(one => one.Sample).ToList();
            if (asked.Count == 0 && MayPassOver(run))
            {
                return;
            }

            var fakes = zeros([size, .. shape], device: drawn.X.device);
            foreach (var one in asked)
            {
                fakes[one.Place].copy_(Mirrored(pursuits[one.Sample].Next(), one.Mirroring!)[0]);
            }

            var gradient = opened.Answer(exchange, new Synthetic(exchange, fakes, wantsCritique: true))!.Gradient;
            foreach (var one in asked)
            {
                pursuits[one.Sample].Learn(Mirrored(gradient.narrow(0, one.Place, 1), one.Mirroring!));
                if (found.TryGetValue(one.Sample, out var images) && images.Count < passes)
                {
                    images.Add(pursuits[one.Sample].Found().DetachFromDisposeScope());
                    scope.Attach(images[^1]);
                }
            }
        }
    }

    private static Dictionary<int, Tensor> Conditions(ISite site, Func<int, bool> isWanted)
    {
        var found = new Dictionary<int, Tensor>();
        for (var from = 0; from < site.Profile.TrainingSamples; from += AtOnce)
        {
            var part = site.Enumerate(DataPart.Training, from, AtOnce);
            foreach (var (i, id) in part.Ids.Index().Where(id => isWanted(id.Item.Sample)))
            {
                found[id.Sample] = part.X.narrow(0, i, 1);
            }
        }

        return found;
    }

    /// <summary>The axes along which a condition is mirrored; null where it is changed otherwise.</summary>
    private static long[]? Mirroring(Tensor condition, Tensor drawn) => mirrorings.FirstOrDefault(axes => Mirrored(condition, axes).Equals(drawn));

    private static Tensor Mirrored(Tensor image, long[] axes) => axes.Length == 0 ? image : image.flip(axes);
}
