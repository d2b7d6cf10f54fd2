using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Data.Batches;
using AsynDGAN.Core.Federation;
using static TorchSharp.torch;

namespace AsynDGAN.Core.Synthesis;

/// <summary>
/// The conditions of training patients of all sites at the centre, those that were trained on or those that were left out, in the host's memory, a byte a pixel and channel. Each crosses once,
/// however many images are drawn from it.
/// </summary>
internal sealed class TrainingConditions : IDisposable
{
    /// <summary>Conditions a message.</summary>
    private const int AtOnce = 64;

    private readonly Tensor[] inside;
    private readonly IReadOnlyList<SampleId>[] ids;

    /// <summary>Asks the sites for their training conditions, and for nothing else.</summary>
    /// <param name="sites">The sites in order.</param>
    public TrainingConditions(IReadOnlyList<ISite> sites)
    {
        Names = [.. sites.Select(site => site.Profile.Name)];
        var received = sites.Select(Receive).ToList();
        inside = [.. received.Select(site => site.Inside)];
        ids = [.. received.Select(site => site.Ids)];
    }

    /// <summary>The sites' names, in order.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Conditions of each site.</summary>
    public IReadOnlyList<int> Counts => [.. ids.Select(site => site.Count)];

    /// <summary>[1, channels, height, width] of -1 and 1, float32.</summary>
    public Tensor At(int site, int sample)
    {
        using var scope = NewDisposeScope();
        return (inside[site].narrow(0, sample, 1).to(float32) * 2 - 1).MoveToOuterDisposeScope();
    }

    /// <summary>The sample and patient numbers of a condition within its site.</summary>
    public SampleId Id(int site, int sample) => ids[site][sample];

    public void Dispose()
    {
        foreach (var site in inside)
        {
            site.Dispose();
        }
    }

    private static (Tensor Inside, IReadOnlyList<SampleId> Ids) Receive(ISite site)
    {
        using var scope = NewDisposeScope();
        var (parts, ids) = (new List<Tensor>(), new List<SampleId>());
        while (ids.Count < site.Profile.TrainingSamples)
        {
            using var inner = NewDisposeScope();
            var conditions = site.Enumerate(DataPart.Training, ids.Count, AtOnce);
            parts.Add((conditions.X > 0).cpu().MoveToOuterDisposeScope());
            ids.AddRange(conditions.Ids);
        }

        return (cat([.. parts]).DetachFromDisposeScope(), ids);
    }
}
