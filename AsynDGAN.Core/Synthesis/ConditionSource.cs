using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Data;
using AsynDGAN.Core.Federation;
using AsynDGAN.Core.Platform;
using static TorchSharp.torch;

namespace AsynDGAN.Core.Synthesis;

/// <summary>
/// The conditions of a plan, at the centre: training conditions as the sites enumerate them, one at a time, and what is
/// made of them here.
/// </summary>
internal sealed class ConditionSource(Experiment experiment, IReadOnlyList<ISite> sites, ConditionLayout layout)
{
    /// <summary>After so many draws without enough tumour the image is left out.</summary>
    private const int Attempts = 20;

    private readonly int[] samples = [.. sites.Select(site => site.Profile.TrainingSamples)];

    /// <summary>A planned image's condition; null where no draw left enough tumour.</summary>
    public DrawnCondition? Of(PlannedImage planned)
    {
        using var scope = NewDisposeScope();
        var (x, id) = Enumerate(planned.Site, planned.Sample);
        var site = sites[planned.Site].Profile.Name;
        var random = SplitMix64.For(experiment.Seed, Purpose.Synthesis, site, planned.Item);
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var drawn = planned.Mixed ? Mixed(x, id, site, planned, random) : new DrawnCondition(x, site, id, site, id);
            if (experiment.Synthesis.Deform > 0)
            {
                drawn = drawn with { X = Deformed(drawn.X, random) };
            }

            var changed = planned.Mixed || experiment.Synthesis.Deform > 0;
            if (!changed || layout.Tumour(drawn.X).sum().item<long>() >= experiment.Data.MinMaskPixels)
            {
                return drawn with { X = drawn.X.MoveToOuterDisposeScope() };
            }
        }

        return null;
    }

    /// <summary>Another slice's tumour where it lies there, clipped by this head.</summary>
    private DrawnCondition Mixed(Tensor x, SampleId id, string site, PlannedImage planned, SplitMix64 random)
    {
        var (otherSite, otherSample) = Other(planned, random);
        var (other, otherId) = Enumerate(otherSite, otherSample);
        var tumour = layout.Tumour(other) & layout.Head(x);
        return new DrawnCondition(layout.WithTumour(x, tumour), site, id, sites[otherSite].Profile.Name, otherId);
    }

    /// <summary>Any other training slice of any site, each as likely.</summary>
    private (int Site, int Sample) Other(PlannedImage planned, SplitMix64 random)
    {
        var own = samples.Take(planned.Site).Sum() + planned.Sample;
        var place = samples.Sum() == 1 ? 0 : random.Below(samples.Sum() - 1);
        place += place >= own && samples.Sum() > 1 ? 1 : 0;
        var site = 0;
        for (; place >= samples[site]; site++)
        {
            place -= samples[site];
        }

        return (site, place);
    }

    private Tensor Deformed(Tensor x, SplitMix64 random)
    {
        var planes = stack([layout.Tumour(x).to(float32), layout.Head(x).to(float32)]).unsqueeze(0);
        var changed = Deformation.Apply(planes, experiment.Synthesis.Deform, random) > 0.5;
        return layout.Of(changed[0, 0] & changed[0, 1], changed[0, 1]);
    }

    private (Tensor X, SampleId Id) Enumerate(int site, int sample)
    {
        var conditions = sites[site].Enumerate(Part.Training, sample, 1);
        return (conditions.X, conditions.Ids[0]);
    }
}
