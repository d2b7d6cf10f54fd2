using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Platform;
using AsynDGAN.Core.Runs;
using static TorchSharp.torch;

namespace AsynDGAN.Core.Synthesis;

/// <summary>What is made of the training conditions for the images of a plan: another tumour, a deformation, or nothing.</summary>
internal sealed class ConditionSource
{
    /// <summary>After so many draws without enough tumour, or with a mask that G has seen, the image is left out.</summary>
    private const int Attempts = 20;

    private readonly Experiment experiment;
    private readonly TrainingConditions training;
    private readonly ConditionLayout layout;

    // A mask without a tumour is no other slice's tumour, whatever the slices of the data may have.
    private readonly int fewestPixels;

    private readonly TumourPlaces? places;

    // Digests of the masks that are drawn from, and of those that G has seen: a new mask is none of them.
    private readonly Lazy<HashSet<string>> seen;

    /// <param name="experiment">The configuration.</param>
    /// <param name="training">The conditions that are drawn from; the caller's.</param>
    /// <param name="layout">What their channels are.</param>
    /// <param name="learned">The conditions that the generator learned from; the caller's. Null where they are those that are drawn from.</param>
    public ConditionSource(Experiment experiment, TrainingConditions training, ConditionLayout layout, TrainingConditions? learned = null)
    {
        (this.experiment, this.training, this.layout) = (experiment, training, layout);
        fewestPixels = Math.Max(1, experiment.Data.MinMaskPixels);
        seen = new(() => [.. MasksOf(training), .. learned is null ? [] : MasksOf(learned)]);

        // Without a ground to be placed in, or in the same ground, another slice's tumour that is kept where it lies would be that slice's own mask.
        if (experiment.Synthesis is { MixMasks: > 0, Masks: NewMasks.Train })
        {
            var keeps = experiment.Synthesis.Placement != TumourPlacement.SiteTumours && layout.HasGround;
            MovesInOneGround = keeps && experiment.Synthesis.Deform == 0 && HaveOneGround();
            places = keeps && !MovesInOneGround ? null : new TumourPlaces(training, layout);
        }
    }

    /// <summary>Whether tumours are moved since all slices have the same ground, though the configuration keeps them where they lie.</summary>
    public bool MovesInOneGround { get; }

    /// <summary>What gives new masks where none could be drawn, in words.</summary>
    /// <param name="options">How they were drawn.</param>
    public static string WayToNewMasks(SynthesisOptions options) => options switch
    {
        { MixMasks: 0 } => "synthesis.mix_masks of 1 or more",
        { Masks: NewMasks.Rearranged } => "training pictures with nuclei that the border does not cut",
        { Deform: > 0 } => "a lower data.min_mask_pixels",
        { Placement: TumourPlacement.SiteTumours } => "synthesis.deform above 0, or a lower data.min_mask_pixels",
        _ => "synthesis.placement: site-tumours, or synthesis.deform above 0",
    };

    /// <summary>A planned image's condition; null where no draw left enough tumour, or where there is no other slice.</summary>
    public DrawnCondition? Of(PlannedImage planned)
    {
        var rearranged = planned.Mixed && experiment.Synthesis.Masks == NewMasks.Rearranged;
        if (planned.Mixed && !rearranged && training.Counts.Sum() == 1)
        {
            return null;
        }

        using var scope = NewDisposeScope();
        var (site, id) = (training.Names[planned.Site], training.Id(planned.Site, planned.Sample));
        var x = training.At(planned.Site, planned.Sample);
        var own = new DrawnCondition(x, site, id, site, id);
        if (!planned.Mixed && experiment.Synthesis.Deform == 0)
        {
            return Kept(own);
        }

        var fewest = planned.Mixed ? fewestPixels : experiment.Data.MinMaskPixels;
        var random = SplitMix64.For(experiment.Seed, RandomPurpose.Synthesis, site, planned.Item);
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var drawn = rearranged ? own with { X = layout.WithNuclei(x, Rearrangement.Draw(layout.Nuclei(x), random)) }
                : planned.Mixed ? Mixed(own, planned, random)
                : own;
            if (drawn is null)
            {
                continue;
            }

            drawn = experiment.Synthesis.Deform > 0 ? Deformed(drawn, random) : drawn;
            if ((planned.Mixed || drawn.IsDeformed) && IsSeen(drawn.X))
            {
                continue;
            }

            if (layout.Tumour(drawn.X).sum().item<long>() >= fewest)
            {
                return Kept(drawn);
            }
        }

        return null;
    }

    /// <summary>
    /// Another slice's tumour where it lies there or where the site's tumours lie, clipped by this head; null where too much of one
    /// that is moved would be lost.
    /// </summary>
    private DrawnCondition? Mixed(DrawnCondition own, PlannedImage planned, SplitMix64 random)
    {
        var (site, sample) = Other(planned, random);
        var (tumour, head) = (layout.Classes(training.At(site, sample)), layout.Head(own.X));
        var move = (Down: 0, Across: 0);
        if (places is not null)
        {
            var whole = tumour.any(0, false);
            if (places.Draw(whole, head, planned.Site, random) is not { } drawn)
            {
                return null;
            }

            (move, tumour) = (drawn, TumourPlaces.Moved(tumour, drawn));
            if ((tumour.any(0, false) & head).sum().item<long>() < TumourPlaces.LeastInside * whole.sum().item<long>())
            {
                return null;
            }
        }

        return own with
        {
            X = layout.WithTumour(own.X, tumour & head),
            Moved = move,
            TumourSite = training.Names[site],
            Tumour = training.Id(site, sample),
        };
    }

    /// <summary>Any other training slice of any site, each as likely.</summary>
    private (int Site, int Sample) Other(PlannedImage planned, SplitMix64 random)
    {
        var own = training.Counts.Take(planned.Site).Sum() + planned.Sample;
        var place = random.Below(training.Counts.Sum() - 1);
        place += place >= own ? 1 : 0;
        var site = 0;
        for (; place >= training.Counts[site]; site++)
        {
            place -= training.Counts[site];
        }

        return (site, place);
    }

    /// <summary>Whether the ground of all slices is the same, and their tumours lie within it.</summary>
    private bool HaveOneGround()
    {
        using var scope = NewDisposeScope();
        Tensor? first = null;
        return training.Counts.Index().SelectMany(site => Enumerable.Range(0, site.Item).Select(sample => (Site: site.Index, Sample: sample))).All(slice =>
        {
            using var own = NewDisposeScope();
            var x = training.At(slice.Site, slice.Sample);
            var ground = layout.Head(x);
            first ??= ground.MoveToOuterDisposeScope();
            return ground.equal(first).all().item<bool>() && !layout.Tumour(x).logical_and(ground.logical_not()).any().item<bool>();
        });
    }

    private DrawnCondition Deformed(DrawnCondition drawn, SplitMix64 random)
    {
        var tumour = layout.Classes(drawn.X);
        var planes = cat([tumour.to(float32), layout.Head(drawn.X).to(float32).unsqueeze(0)]).unsqueeze(0);
        var changed = (Deformation.Apply(planes, experiment.Synthesis.Deform, random) > 0.5)[0];
        var head = changed[tumour.shape[0]];
        var x = layout.WithTumourAndHead(drawn.X, changed.narrow(0, 0, tumour.shape[0]) & head, head);
        return drawn with { X = x, IsDeformed = !MaskOf(x).equal(MaskOf(drawn.X)).all().item<bool>() };
    }

    /// <summary>
    /// Whether a training mask is the same: of nuclei also where the square's symmetries make it the same, as where the border cuts
    /// all and none is moved.
    /// </summary>
    private bool IsSeen(Tensor x)
    {
        var mask = MaskOf(x);
        return layout.HasNuclei
            ? new[] { mask, mask.transpose(1, 2) }.Any(side => new long[][] { [], [1], [2], [1, 2] }.Any(axes => seen.Value.Contains(KeyOf(axes.Length == 0 ? side : side.flip(axes)))))
            : seen.Value.Contains(KeyOf(mask));
    }

    private List<string> MasksOf(TrainingConditions conditions)
    {
        using var scope = NewDisposeScope();
        return [.. conditions.Counts.SelectMany((count, site) => Enumerable.Range(0, count).Select(sample =>
        {
            using var own = NewDisposeScope();
            return KeyOf(MaskOf(conditions.At(site, sample)));
        }))];
    }

    /// <summary>What a mask shows of object and ground, [planes, height, width] of bool; of nuclei all together.</summary>
    private Tensor MaskOf(Tensor x) => layout.HasNuclei ? layout.Tumour(x).unsqueeze(0) : cat([layout.Classes(x), layout.Head(x).unsqueeze(0)]);

    private static string KeyOf(Tensor mask) => Digest.OfBytes(mask.to(uint8).cpu().contiguous().bytes);

    private static DrawnCondition Kept(DrawnCondition drawn) => drawn with { X = drawn.X.MoveToOuterDisposeScope() };
}
