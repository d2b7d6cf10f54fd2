using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Data.Preparation;
using AsynDGAN.Core.Data.Sources;
using AsynDGAN.Core.Imaging;
using AsynDGAN.Core.Platform;
using AsynDGAN.Core.Runs;
using static TorchSharp.torch;

namespace AsynDGAN.Core.Data.Batches;

/// <summary>
/// One part of one site. Images are kept as the integers that were stored, at their own resolution; they are resized,
/// normalised and changed when they are drawn, on the device that keeps them.
/// </summary>
public sealed class SampleSet : IPairs
{
    // Sets of more bytes at load size are resized at every draw.
    private const long KeptAtMost = 64 << 20;

    private readonly Sample[] samples;
    private readonly IReadOnlyList<ConditionPlane> conditions;
    private readonly int siteChannels;
    private readonly int size;
    private readonly Device device;
    private readonly Augmentation augmentation;
    private readonly PairTransform unchanged;

    // What training draws from in every pass, as it is before a random change: [1, channels, load, load], and the condition
    // where it is not cut. Made when first drawn; equal to the bit to what is made anew.
    private readonly Tensor?[] keptImages;
    private readonly Tensor?[] keptConditions;

    /// <param name="siteChannels">Channels of the condition that name the site; 0: none.</param>
    /// <param name="keptOn">Where the tensors are kept.</param>
    /// <param name="device">Where pairs are given out.</param>
    internal SampleSet(
        IEnumerable<Sample> samples, IReadOnlyList<SampleInfo> infos, DataOptions options, int siteChannels,
        Device keptOn, Device device)
    {
        this.samples = [.. samples];
        Array.ForEach(this.samples, sample => sample.MoveTo(keptOn));
        augmentation = new Augmentation(options.Augment, options.ImageSize);
        unchanged = options.Patch.Size is { } patch ? PairTransform.Middle(patch, options.ImageSize) : PairTransform.Identity(options.ImageSize);
        IsOfPatches = options.Patch.Size is not null;
        conditions = ConditionPlanes.Of(options);
        ConditionShape = [conditions.Count + siteChannels, options.ImageSize, options.ImageSize];
        ImageShape = [this.samples.FirstOrDefault()?.Slice.Channels ?? 0, options.ImageSize, options.ImageSize];
        Ids = [.. infos.Select(info => new SampleId(info.Id, info.PatientId))];
        (Infos, size, this.siteChannels, this.device) = (infos, options.ImageSize, siteChannels, device);
        (keptImages, keptConditions) = (new Tensor?[Count], new Tensor?[Count]);
        var channels = ConditionShape[0] + ImageShape[0];
        var bytes = Count * channels * augmentation.LoadSize * augmentation.LoadSize * sizeof(float);
        BytesKept = bytes <= KeptAtMost ? bytes : 0;
    }

    /// <summary>Number of samples.</summary>
    public int Count => samples.Length;

    /// <inheritdoc />
    public IReadOnlyList<long> ConditionShape { get; }

    /// <inheritdoc />
    public IReadOnlyList<long> ImageShape { get; }

    /// <inheritdoc />
    public IReadOnlyList<SampleId> Ids { get; }

    /// <summary>One a sample, in the samples' order.</summary>
    public IReadOnlyList<SampleInfo> Infos { get; }

    /// <summary>Bytes of its pictures and labels, as they are stored.</summary>
    public long BytesStored => Sample.BytesOf(samples);

    /// <summary>Bytes that a training on this set keeps beside it, so that nothing is resized twice; 0 for large sets.</summary>
    public long BytesKept { get; }

    /// <summary>Draws pairs, float32 on the run's device, in the present dispose scope.</summary>
    /// <param name="indices">Each in 0 .. Count - 1; none gives tensors without rows.</param>
    /// <param name="transforms">One an index; none: the pairs are resized only.</param>
    internal PairBatch Take(IReadOnlyList<int> indices, IReadOnlyList<PairTransform>? transforms = null)
    {
        using var noGradient = no_grad();
        using var scope = NewDisposeScope();
        if (indices.Count == 0)
        {
            return new PairBatch(
                zeros([0, .. ConditionShape], device: device).MoveToOuterDisposeScope(),
                zeros([0, .. ImageShape], device: device).MoveToOuterDisposeScope());
        }

        var keeps = transforms is not null && BytesKept > 0;
        var drawn = indices.Select((index, i) => Draw(index, transforms?[i] ?? unchanged, keeps)).ToArray();
        var masks = cat(drawn.Select(pair => pair.Condition).ToArray()).to(device);
        var condition = siteChannels == 0 ? masks : cat([masks, SiteChannels.Of(masks, Sites(indices))], 1);
        var image = cat(drawn.Select(pair => pair.Image).ToArray()).to(device);
        return new PairBatch(condition.MoveToOuterDisposeScope(), image.MoveToOuterDisposeScope());
    }

    /// <inheritdoc />
    public PairBatch Take(IReadOnlyList<int> positions, SplitMix64? random) =>
        Take(positions, random is null ? null : augmentation.Draw(random, positions.Count));

    /// <summary>Whether conditions show what objects lie upon; else that is the whole picture.</summary>
    internal bool HasGround => conditions.Any(plane => plane.Channel is ConditionChannel.Head or ConditionChannel.Outline);

    /// <inheritdoc />
    public Tensor Grounds(IReadOnlyList<int> positions)
    {
        using var scope = NewDisposeScope();
        var heads = HasGround
            ? cat([.. positions.Select(position => MaskCode.Head(Unchanged(samples[position].Masks())) > 0)])
            : ones([positions.Count, 1, size, size], ScalarType.Bool);
        return heads.to(device).MoveToOuterDisposeScope();
    }

    /// <inheritdoc />
    public Tensor TumourMasks(IReadOnlyList<int> positions)
    {
        using var scope = NewDisposeScope();
        var masks = positions.Select(position => MaskCode.Tumour(Unchanged(samples[position].Masks())));
        return cat(masks.ToArray()).to(device).MoveToOuterDisposeScope();
    }

    /// <summary>Whether the networks see patches of pictures, so that a whole one is predicted by tiles.</summary>
    public bool IsOfPatches { get; }

    /// <summary>Whether the source tells single nuclei apart.</summary>
    public bool HasInstances => samples.Any(sample => sample.HasInstances);

    /// <summary>The numbers of samples' nuclei on the networks' grid.</summary>
    /// <param name="positions">Each in 0 .. Count - 1, at least one.</param>
    /// <returns>[n, 1, size, size], whole numbers as float32, on the run's device.</returns>
    public Tensor Instances(IReadOnlyList<int> positions)
    {
        using var scope = NewDisposeScope();
        return cat([.. positions.Select(position => Unchanged(samples[position].Numbers()!))]).to(device).MoveToOuterDisposeScope();
    }

    /// <summary>A sample's nuclei as they were stored, on the picture's own grid.</summary>
    public InstanceMap InstancesOnOwnGrid(int position)
    {
        using var scope = NewDisposeScope();
        var geometry = Infos[position].Geometry;
        return new InstanceMap(geometry.Height, geometry.Width, geometry.Place(samples[position].Instances()).cpu().data<int>().ToArray());
    }

    /// <summary>A sample's picture on its own grid, normalised as the networks see it but neither resized nor cut.</summary>
    /// <returns>[1, channels, height, width], float32 in [-1, 1], on the run's device.</returns>
    public Tensor OnOwnGrid(int position)
    {
        using var scope = NewDisposeScope();
        var sample = samples[position];
        var normalised = sample.Values().mul_(sample.Scale).add_(sample.Offset).clamp_(-1, 1);
        return Infos[position].Geometry.Place(normalised).to(device).MoveToOuterDisposeScope();
    }

    /// <summary>A sample's tumour mask as it was stored, on the slice's own grid.</summary>
    public Mask TumourOnOwnGrid(int position)
    {
        using var scope = NewDisposeScope();
        var (sample, geometry) = (samples[position], Infos[position].Geometry);
        var values = MaskCode.Tumour(geometry.Place(sample.Masks())).to(ScalarType.Bool).cpu().data<bool>().ToArray();
        foreach (var place in sample.Slice.TumourOutside)
        {
            values[place] = true;
        }

        return new Mask(geometry.Height, geometry.Width, values);
    }

    /// <summary>Digests of a sample's picture as it was decoded (<see cref="DecodedImage"/>), by which it is known elsewhere; of a patch those of the whole picture.</summary>
    internal IReadOnlyList<string> Decoded(int position) => samples[position].Slice.Decoded;

    /// <summary>Such digests of all samples.</summary>
    internal IEnumerable<string> Decoded() => samples.SelectMany(sample => sample.Slice.Decoded);

    /// <summary>
    /// A digest of a sample's picture as it is prepared, in the values that were stored, be it of 8 bits or their copy in 16, by which networks of earlier
    /// versions know it; of a patch that of the whole picture. Null where all of it is of one value.
    /// </summary>
    public string? Content(int position)
    {
        using var scope = NewDisposeScope();
        var values = samples[position].ComparedValues().cpu().contiguous();
        return values.min().item<float>() == values.max().item<float>() ? null : Digest.OfBytes(values.bytes)[..16];
    }

    /// <summary>Such digests of all samples, in their order; that of a picture with several patches is taken once.</summary>
    public IEnumerable<string?> Contents()
    {
        var known = new Dictionary<object, string?>(ReferenceEqualityComparer.Instance);
        for (var position = 0; position < Count; position++)
        {
            var picture = samples[position].Picture;
            if (!known.TryGetValue(picture, out var content))
            {
                known[picture] = content = Content(position);
            }

            yield return content;
        }
    }

    public void Dispose()
    {
        foreach (var sample in samples)
        {
            sample.Dispose();
        }

        foreach (var kept in keptImages.Concat(keptConditions))
        {
            kept?.Dispose();
        }
    }

    private PairBatch Draw(int index, PairTransform transform, bool keeps)
    {
        var (sample, load) = (samples[index], transform.LoadSize);
        var image = Kept(keptImages, () => Resize.Bilinear(sample.Values(), load, load).mul_(sample.Scale).add_(sample.Offset).clamp_(-1, 1));
        if (transform.Moves)
        {
            var grid = transform.Grid(image.device);
            var moved = GridSampling.Nearest(sample.Masks().to(ScalarType.Float32), grid).to(ScalarType.Byte);
            var instances = sample.Numbers() is not { } numbers ? null : GridSampling.Nearest(numbers, grid);
            return new PairBatch(
                Mirrored(Code(Cut(moved, transform), instances is null ? null : Cut(instances, transform)), transform),
                transform.Lit(Mirrored(Cut(GridSampling.Bilinear(image, grid), transform), transform)));
        }

        // The channels of a mirrored mask are the mirrored channels, so that those of a whole mask can be kept.
        var condition = load == size ? Kept(keptConditions, Condition) : Condition();
        return new PairBatch(Mirrored(condition, transform), transform.Lit(Mirrored(Cut(image, transform), transform)));

        Tensor Condition() => Code(
            Cut(Resize.Nearest(sample.Masks(), load, load), transform),
            sample.Numbers() is not { } numbers ? null : Cut(Resize.Nearest(numbers, load, load), transform));

        Tensor Kept(Tensor?[] kept, Func<Tensor> make)
        {
            if (!keeps)
            {
                return make();
            }

            if (kept[index] is { } before)
            {
                return before;
            }

            // Several threads may draw; the first to come keeps its own.
            var made = make();
            return Interlocked.CompareExchange(ref kept[index], made, null) ?? made.DetachFromDisposeScope();
        }
    }

    /// <summary>Masks or labels as they are without augmentation.</summary>
    private Tensor Unchanged(Tensor labels) => Cut(Resize.Nearest(labels, unchanged.LoadSize, unchanged.LoadSize), unchanged);

    private Tensor Cut(Tensor pictures, PairTransform transform) => transform.LoadSize == size
        ? pictures
        : pictures.narrow(2, transform.Top, size).narrow(3, transform.Left, size);

    private static Tensor Mirrored(Tensor pictures, PairTransform transform) => (transform.FlipVertical, transform.FlipHorizontal) switch
    {
        (true, true) => pictures.flip(2, 3),
        (true, false) => pictures.flip(2),
        (false, true) => pictures.flip(3),
        _ => pictures,
    };

    /// <summary>The condition's channels from mask codes and the numbers of nuclei, [1, 1, size, size].</summary>
    private Tensor Code(Tensor codes, Tensor? instances)
    {
        var head = MaskCode.Head(codes);
        var channels = conditions.Select(plane => plane.Channel switch
        {
            ConditionChannel.Tumour or ConditionChannel.Nuclei => MaskCode.Tumour(codes),
            ConditionChannel.Boundary => InstanceBoundary.BetweenTouching(instances!),
            ConditionChannel.Classes => MaskCode.Class(codes, plane.Class),
            ConditionChannel.Head => head,
            ConditionChannel.Outline => Outline(head),
            _ => throw new ArgumentOutOfRangeException(nameof(codes), plane.Channel, "no such channel"),
        });
        return cat(channels.ToArray(), 1).mul_(2).sub_(1);
    }

    /// <summary>[n, siteChannels] of bool: each sample's site.</summary>
    private Tensor Sites(IReadOnlyList<int> indices)
    {
        var places = tensor(indices.Select(index => (long)Infos[index].Site).ToArray(), device: device).unsqueeze(1);
        return places == arange(siteChannels, device: device);
    }

    /// <summary>
    /// The innermost line of a mask: pixels with a pixel outside among their 8 neighbours, as <see cref="Morphology.Outline"/>.
    /// Drawn on the networks' grid, where it is one pixel wide; one that was resized would have gaps.
    /// </summary>
    private static Tensor Outline(Tensor mask) => mask * nn.functional.max_pool2d(1 - mask, 3, 1, 1);
}
