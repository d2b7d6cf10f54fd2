using System.Globalization;
using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Data;
using AsynDGAN.Core.Data.Batches;
using AsynDGAN.Core.Data.Sites;
using AsynDGAN.Core.Fidelity;
using AsynDGAN.Core.Platform;
using AsynDGAN.Core.Runs;
using AsynDGAN.Core.Segmentation;
using AsynDGAN.Core.Synthesis;
using static TorchSharp.torch;

namespace AsynDGAN.Core.Comparison.Fidelity;

/// <summary>
/// The real images of a run as the run itself cut and numbered them: those that its generator was trained on, at all sites
/// that it saw, and those that it was not. No site could have them together, so this stands outside of the boundary.
/// </summary>
internal sealed class GeneratorReals : IDisposable
{
    private const int AtOnce = 256;

    private readonly Dataset data;
    private readonly Dictionary<(string Site, int Sample), (RealSlice Slice, int Patient)> heads = [];

    private GeneratorReals(Dataset data, (SiteKey Run, SiteKey Set)? keys = null)
    {
        this.data = data;
        foreach (var site in data.Sites)
        {
            SampleInfo[] all = [.. new[] { site.Training, site.Validation, site.Test, site.LeftOut }.SelectMany(pairs => pairs.Infos)];
            var samples = Numbers(site.Name, "samples", all.Select(info => info.Id));
            var patients = Numbers(site.Name, "patients", all.Select(info => info.PatientId).Distinct());
            foreach (var (part, seen) in new[] { (site.Training, true), (site.LeftOut, false) })
            {
                foreach (var (position, info) in part.Infos.Index())
                {
                    heads[(site.Name, samples[info.Id])] = (new RealSlice(part, position, seen), patients[info.PatientId]);
                }
            }
        }

        // What the run's numbers are by the set's key.
        Dictionary<int, int> Numbers(string site, string what, IEnumerable<int> run)
        {
            int[] known = [.. run];
            return keys is not { } given ? known.ToDictionary(number => number)
                : given.Run.Numbers(site, what, known.Length).Zip(given.Set.Numbers(site, what, known.Length)).ToDictionary(one => one.First, one => one.Second);
        }
    }

    /// <summary>Those of data that are loaded already, as the run cut and numbered them; the data become its own.</summary>
    public static GeneratorReals Of(Dataset data) => new(data);

    /// <summary>The same, for a set whose numbers were drawn from another key.</summary>
    /// <param name="data">The data.</param>
    /// <param name="run">What their numbers were drawn from.</param>
    /// <param name="set">What the set's were.</param>
    public static GeneratorReals Of(Dataset data, SiteKey run, SiteKey set) => new(data, (run, set));

    /// <summary>Reads a run's data.</summary>
    /// <param name="experiment">The run's configuration.</param>
    /// <param name="device">Where images are given out.</param>
    /// <param name="display">Shows how far it is.</param>
    /// <param name="stop">Asks to stop.</param>
    public static GeneratorReals Load(Experiment experiment, Device device, IRunDisplay display, CancellationToken stop) =>
        new(LoadingProgress.Load(display, stop, progress => Dataset.Load(experiment, device, progress)));

    /// <summary>Which part and fold every patient belongs to.</summary>
    public IReadOnlyList<SplitRow> Split => data.Split;

    /// <summary>[channels, height, width] of the images.</summary>
    public IReadOnlyList<long> ImageShape => data.Sites[0].Training.ImageShape;

    /// <summary>All that the generator was trained on, in parts, each made when it is asked for.</summary>
    public IEnumerable<Func<ComparedImages>> Training => data.Sites.SelectMany(site => Parts([.. Slices(site.Training, seen: true)]));

    /// <summary>The training image of a position over all sites.</summary>
    public RealSlice TrainingSlice(int position)
    {
        foreach (var samples in data.Sites.Select(site => site.Training))
        {
            if (position < samples.Count)
            {
                return new RealSlice(samples, position, IsSeen: true);
            }

            position -= samples.Count;
        }

        throw new ArgumentOutOfRangeException(nameof(position), position, "there are not so many");
    }

    /// <summary>The slice that a head came from.</summary>
    /// <param name="site">The site's name in the set.</param>
    /// <param name="sample">The sample's number.</param>
    /// <param name="patient">The patient as the set names it, by a number at its end; null: not compared.</param>
    /// <exception cref="UserException">There is no such sample of the training part, or it is another patient's.</exception>
    public RealSlice HeadOf(string site, int sample, string? patient = null)
    {
        const string Hint = "Numbers are drawn from sites.key_file, or from seed without one: bring the file back, or draw the set again.";
        if (!heads.TryGetValue((site, sample), out var head))
        {
            throw new UserException($"A synthetic set names sample {sample} of site {site}, which its run's data do not have.", Hint);
        }

        var digits = patient is null ? "" : patient[(patient.AsSpan().LastIndexOfAnyExceptInRange('0', '9') + 1)..];
        return !int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number == head.Patient
            ? head.Slice
            : throw new UserException($"A synthetic set names sample {sample} of site {site} as one of {patient}, and in its run's data it is one of {SyntheticRow.PatientOf(site, head.Patient)}: its numbers were drawn from another key.", Hint);
    }

    /// <summary>The slice that each head of a set came from.</summary>
    /// <exception cref="UserException">The run's data do not have one, or it is another patient's.</exception>
    public IReadOnlyList<RealSlice> HeadsOf(SyntheticSet set)
    {
        var patients = set.Patients;
        return [.. set.Sites.Zip(set.Samples).Select((head, position) => HeadOf(head.First, head.Second, patients[position]))];
    }

    /// <summary>Held-out slices, chosen at random where there are more than are wanted, the same for the same numbers.</summary>
    /// <param name="part">Validation or test.</param>
    /// <param name="count">How many at most.</param>
    public IReadOnlyList<RealSlice> HeldOut(DataPart part, int count)
    {
        RealSlice[] all = [.. data.Sites.SelectMany(site => Slices(site[part], seen: false))];
        return [.. SplitMix64.For(0, RandomPurpose.Fidelity).Permutation(all.Length).Take(count).Order().Select(i => all[i])];
    }

    /// <summary>The nearest training image of some slices, of other patients than their own.</summary>
    /// <param name="slices">The slices.</param>
    /// <param name="display">Shows how far it is.</param>
    /// <returns>A slice each, but for those without a training image of another patient.</returns>
    public IReadOnlyList<(RealSlice Slice, NearMatch Match)> NearestOfOthers(IReadOnlyList<RealSlice> slices, IRunDisplay display)
    {
        var found = new List<(RealSlice Slice, NearMatch? Match)>();
        foreach (var some in Groups(slices))
        {
            using var scope = NewDisposeScope();
            found.AddRange(some.Zip(NearestReal.Of(Compared(some), Training, ofOthers: true)));
            display.Advance("real images compared with training images", found.Count, slices.Count);
        }

        return [.. found.Where(one => one.Match is not null).Select(one => (one.Slice, one.Match!))];
    }

    /// <inheritdoc />
    public void Dispose() => data.Dispose();

    private static IEnumerable<RealSlice> Slices(SampleSet samples, bool seen) => Enumerable.Range(0, samples.Count).Select(position => new RealSlice(samples, position, seen));

    private static IEnumerable<Func<ComparedImages>> Parts(IReadOnlyList<RealSlice> slices) => Groups(slices).Select(some => (Func<ComparedImages>)(() => Compared(some)));

    /// <summary>Some at a time, of one set each.</summary>
    private static IEnumerable<RealSlice[]> Groups(IReadOnlyList<RealSlice> slices) => slices.GroupBy(slice => slice.Samples).SelectMany(site => site.Chunk(AtOnce));

    private static ComparedImages Compared(RealSlice[] some)
    {
        var samples = some[0].Samples;
        int[] positions = [.. some.Select(slice => slice.Position)];
        return new ComparedImages(
            samples.Take(positions, random: null).Image, FreeGround.Of(samples.Grounds(positions), samples.TumourMasks(positions)), [.. some.Select(slice => slice.Info.Patient)]);
    }
}
