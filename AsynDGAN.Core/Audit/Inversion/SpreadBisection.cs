using AsynDGAN.Core.Audit.Subject;
using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Data.Batches;
using AsynDGAN.Core.Data.Sites;
using AsynDGAN.Core.Federation;
using AsynDGAN.Core.Federation.Messages;
using static TorchSharp.torch;

namespace AsynDGAN.Core.Audit.Inversion;

/// <summary>
/// The bisection with one question an exchange: a sample comes again in every pass over the data, and its number, which crosses,
/// says so. A site that answers each exchange's number once does not notice. How an exchange mirrors its image, the mask tells
/// that crosses too; where it is moved otherwise, the attack passes it over.
/// </summary>
internal static class SpreadBisection
{
    /// <summary>A word for figures.</summary>
    public const string Name = "spread";

    /// <summary>What it does.</summary>
    public const string Title = "a centre that sends grey values halfway between what it knows, one question in each pass over the data";

    private const int AtOnce = 64;

    private static readonly long[][] mirrorings = [[], [3], [2], [2, 3]];

    /// <summary>Recovers some of a site's training images.</summary>
    /// <param name="run">The run.</param>
    /// <param name="site">The site.</param>
    /// <param name="wanted">The samples' numbers.</param>
    /// <param name="passes">Questions about each sample.</param>
    /// <param name="stop">Asks to stop.</param>
    /// <returns>By each sample that was asked about so often: its image after each question, unmirrored, [1, channels, height, width].</returns>
    public static IReadOnlyDictionary<int, IReadOnlyList<Tensor>> Recover(
        AuditedRun run, SiteData<SampleSet> site, IReadOnlyList<int> wanted, int passes, CancellationToken stop)
    {
        using var local = run.Open(site);
        var opened = run.AcrossBoundary(local);
        using var scope = NewDisposeScope();
        var (size, shape) = (run.Experiment.Training.BatchSize, site.Training.ImageShape);
        var conditions = Conditions(opened, wanted);
        var brackets = wanted.ToDictionary(sample => sample, _ => new FloatBrackets((int)(shape[0] * shape[1] * shape[2])));
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
            var asked = drawn.Ids.Index().Where(id => found.TryGetValue(id.Item.Sample, out var images) && images.Count < passes)
                .Select(id => (Place: id.Index, id.Item.Sample, Mirroring: Mirroring(conditions[id.Item.Sample], drawn.X.narrow(0, id.Index, 1))))
                .Where(one => one.Mirroring is not null).DistinctBy(one => one.Sample).ToList();
            if (asked.Count == 0)
            {
                return;
            }

            var fakes = zeros([size, .. shape], device: drawn.X.device);
            var values = asked.ToDictionary(one => one.Sample, one => brackets[one.Sample].Next());
            foreach (var one in asked)
            {
                float[] sent = [.. values[one.Sample]];
                foreach (var place in Drowning(one.Sample))
                {
                    sent[place] = DrownedDiscriminator.Value;
                }

                fakes[one.Place].copy_(Mirrored(tensor(sent, [1, .. shape]), one.Mirroring!)[0]);
            }

            var gradient = opened.Answer(exchange, new Synthetic(exchange, fakes, wantsCritique: true))!.Gradient;
            foreach (var one in asked)
            {
                var signs = Mirrored(gradient.narrow(0, one.Place, 1), one.Mirroring!).sign().cpu().contiguous().data<float>().ToArray();
                foreach (var place in Drowning(one.Sample))
                {
                    signs[place] = float.NaN;
                }

                brackets[one.Sample].Learn(values[one.Sample], signs);
                found[one.Sample].Add(tensor(brackets[one.Sample].Estimate(), [1, .. shape], device: gradient.device).DetachFromDisposeScope());
                scope.Attach(found[one.Sample][^1]);
            }
        }

        IEnumerable<int> Drowning(int sample) =>
            DrownedDiscriminator.Suits(run.Experiment) ? DrownedDiscriminator.Places([1, .. shape], found[sample].Count) : [];
    }

    private static Dictionary<int, Tensor> Conditions(ISite site, IReadOnlyList<int> wanted)
    {
        var found = new Dictionary<int, Tensor>();
        for (var from = 0; from < site.Profile.TrainingSamples; from += AtOnce)
        {
            var part = site.Enumerate(DataPart.Training, from, AtOnce);
            foreach (var (i, id) in part.Ids.Index().Where(id => wanted.Contains(id.Item.Sample)))
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
