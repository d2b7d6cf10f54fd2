using AsynDGAN.Core.Audit.Subject;
using AsynDGAN.Core.Data.Batches;
using AsynDGAN.Core.Data.Sites;
using AsynDGAN.Core.Federation;
using AsynDGAN.Core.Platform;
using static TorchSharp.torch;

namespace AsynDGAN.Core.Audit.Inversion;

/// <summary>A batch of samples that a centre asks a site about by one exchange's number, and what judges the answers.</summary>
/// <param name="Run">The run.</param>
/// <param name="Site">The site.</param>
/// <param name="Samples">Where the samples are: the site's training samples, or held-out ones that a probe is asked about.</param>
/// <param name="Exchange">The exchange's number.</param>
/// <param name="Positions">The samples' places.</param>
internal sealed record AskedBatch(AuditedRun Run, SiteData<SampleSet> Site, SampleSet Samples, long Exchange, IReadOnlyList<int> Positions)
{
    /// <summary>The places in the batch of samples that are in no batch before it, and in none of its places before: each is judged once.</summary>
    public required IReadOnlyList<int> Judged { get; init; }

    /// <summary>Whether the run did not learn from these samples.</summary>
    public bool IsHeldOut => Samples != Site.Training;

    /// <summary>The site, or a probe, opened anew.</summary>
    public LocalSite Open() => Run.Open(Site, Samples, Exchange);

    /// <summary>What may be asked of it.</summary>
    public Questions Ask(LocalSite site) => new(Run.AcrossBoundary(site), Exchange, Positions.Count, Run.Experiment, x => Run.Draw(x, Site.Name));

    /// <summary>The real images as the exchange changes them: for judging alone. [n, channels, height, width], in the present dispose scope.</summary>
    public Tensor Truth() => new BatchOrder(Run.Experiment.Seed, Site.Name, Samples.Count).Pairs(Samples, Positions.Count, Exchange).Image;

    /// <summary>Other samples changed as the exchange changes the one at a place of the batch.</summary>
    /// <param name="place">The place in the batch.</param>
    /// <param name="others">The samples.</param>
    /// <param name="position">Which of them.</param>
    public Tensor Changed(int place, SampleSet others, int position) => others.Take(
        [.. Enumerable.Repeat(position, Positions.Count)], SplitMix64.For(Run.Experiment.Seed, RandomPurpose.Augmentation, Site.Name, Exchange)).Image.narrow(0, place, 1);

    /// <summary>
    /// Batches spread over a site's patients. The numbers of exchanges are the centre's to choose; the samples that come with one
    /// are known by their ids.
    /// </summary>
    /// <param name="run">The run.</param>
    /// <param name="site">The site.</param>
    /// <param name="samples">Its training samples, or held-out ones.</param>
    /// <param name="first">The first exchange's number; the others go down or up from it.</param>
    /// <param name="direction">-1 or 1.</param>
    /// <param name="wanted">Samples at least, where there are so many.</param>
    public static IReadOnlyList<AskedBatch> Of(AuditedRun run, SiteData<SampleSet> site, SampleSet samples, long first, int direction, int wanted)
    {
        var size = Math.Min(run.Experiment.Training.BatchSize, samples.Count);
        var order = new BatchOrder(run.Experiment.Seed, site.Name, Math.Max(1, samples.Count));
        var (chosen, known) = (new List<AskedBatch>(), new HashSet<string>());
        if (size == 0)
        {
            return chosen;
        }

        // One pass has every sample once, and the first number lies amid one, so that all come within two. Where all patients are known,
        // whoever comes and was not there yet is taken. Where there are too few numbers below, those above have the rate 0 as well.
        var inAPass = (samples.Count + size - 1) / size;
        var step = first + 1 < inAPass ? 1 : direction;
        var exchanges = step < 0 ? Math.Min(2 * inAPass, first + 1) : 2 * inAPass;
        var taken = new HashSet<int>();
        foreach (var takesAll in new[] { false, true })
        {
            for (var i = 0; i < exchanges && taken.Count < wanted; i++)
            {
                var exchange = first + step * i;
                var positions = order.Indices(size, exchange);
                if (takesAll ? positions.Any(position => !taken.Contains(position)) : positions.Any(position => !known.Contains(samples.Infos[position].Patient)))
                {
                    chosen.Add(new AskedBatch(run, site, samples, exchange, positions) { Judged = [.. Enumerable.Range(0, size).Where(place => taken.Add(positions[place]))] });
                    known.UnionWith(positions.Select(position => samples.Infos[position].Patient));
                }
            }
        }

        return chosen;
    }
}
