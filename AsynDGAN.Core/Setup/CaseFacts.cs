using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Data;
using AsynDGAN.Core.Data.Preparation;
using AsynDGAN.Core.Data.Sources;
using AsynDGAN.Core.Imaging;
using static TorchSharp.torch;

namespace AsynDGAN.Core.Setup;

/// <summary>A case that was looked at.</summary>
/// <param name="Example">The name of its first slice.</param>
/// <param name="Channels">Of its images.</param>
/// <param name="Bits">Of their values.</param>
/// <param name="Slices">All of them.</param>
/// <param name="Objects">Those of up to twenty slices, evenly spaced among the ones that have some.</param>
internal sealed record CaseFacts(string Example, int Channels, int Bits, IReadOnlyList<SliceFacts> Slices, IReadOnlyList<ObjectFacts> Objects)
{
    private const int SlicesOfObjects = 20;

    /// <summary>Channels and bits, in words.</summary>
    public string Kind => $"{Channels} {(Channels == 1 ? "channel" : "channels")} of {Bits} bits";

    /// <summary>Looks at a case.</summary>
    /// <param name="case">With its slices, at least one.</param>
    /// <param name="options">How it would be prepared; crop, patches and size are not looked at.</param>
    /// <exception cref="UserException">Its slices differ in kind.</exception>
    public static CaseFacts Of(ImageCase @case, DataOptions options)
    {
        if (@case.Slices.FirstOrDefault(slice => (slice.Image.Channels, slice.Image.Bits) != (@case.Slices[0].Image.Channels, @case.Slices[0].Image.Bits)) is { } unlike)
        {
            throw new UserException($"{unlike.Name} has {unlike.Image.Channels} channels of {unlike.Image.Bits} bits, {@case.Slices[0].Name} {@case.Slices[0].Image.Channels} of {@case.Slices[0].Image.Bits}");
        }

        var whole = options with { Crop = CropMethod.None, Patch = new PatchOptions(), ImageSize = DataFacts.Sizes[0] };
        var heads = new CasePreparation(@case.Slices[0].Instances is null ? whole with { Crop = CropMethod.Head } : whole).Prepare(@case, [], inPatches: false).Slices;
        InstanceMap?[] objects = [.. @case.Slices.Select(ObjectsOf)];
        var slices = @case.Slices.Select((slice, i) => Of(slice, heads[i], objects[i])).ToArray();
        var shown = Enumerable.Range(0, slices.Length).Where(i => objects[i] is not null).ToArray();
        var looked = Math.Min(SlicesOfObjects, shown.Length);
        return new CaseFacts(
            @case.Slices[0].Name.Contains('/') ? @case.Slices[0].Name : $"{@case.Name}/{@case.Slices[0].Name}", @case.Slices[0].Image.Channels, @case.Slices[0].Image.Bits, slices,
            [.. Enumerable.Range(0, looked).Select(i => shown[(int)((long)i * shown.Length / looked)])
                .SelectMany(i => FactsOf(@case.Institution, @case.Slices[i], objects[i]!, heads[i].Geometry.Square))]);
    }

    /// <summary>The objects of a slice; null where it has none.</summary>
    private static InstanceMap? ObjectsOf(CaseSlice slice) => slice.Mask.Values.AsSpan().IndexOfAnyExcept((ushort)0) < 0 ? null
        : slice.Instances ?? ConnectedComponents.Of(new Mask(slice.Mask.Height, slice.Mask.Width, Array.ConvertAll(slice.Mask.Values, value => value > 0)));

    private static SliceFacts Of(CaseSlice slice, PreparedSlice head, InstanceMap? objects)
    {
        var (image, labels) = (slice.Image, head.Pixels!.HasInstances ? [] : head.Pixels.Labels);
        var grey = Enumerable.Range(0, image.Values.Length / image.Channels).All(i => image.Values.AsSpan(i * image.Channels, image.Channels).IndexOfAnyExcept(image.Values[i * image.Channels]) < 0);
        return new SliceFacts(
            image.Height, image.Width, image.Values.Max(), grey, (double)labels.Count(MaskCode.HasHead) / (image.Height * image.Width),
            slice.Mask.Values.Length - slice.Mask.Values.AsSpan().Count((ushort)0), labels.Count(code => MaskCode.HasHead(code) && MaskCode.HasTumour(code)),
            head.Geometry.Square.Side, objects?.Labels.Distinct().Count(label => label > 0) ?? 0);
    }

    private static IEnumerable<ObjectFacts> FactsOf(string site, CaseSlice slice, InstanceMap objects, CropSquare head)
    {
        var whole = Survivors(slice, objects, CropSquare.Whole(slice.Image.Height, slice.Image.Width));
        var ofHead = Survivors(slice, objects, head);
        return objects.Labels.Where(label => label > 0).GroupBy(label => label)
            .Select(own => new ObjectFacts(site, own.Count(), [.. whole.Select(size => size.GetValueOrDefault(own.Key))], [.. ofHead.Select(size => size.GetValueOrDefault(own.Key))]));
    }

    /// <summary>For each size, the pixels of each object that are still mask after the way to it and back.</summary>
    private static Dictionary<int, int>[] Survivors(CaseSlice slice, InstanceMap objects, CropSquare square) =>
    [
        .. DataFacts.Sizes.Select(size =>
        {
            using var scope = NewDisposeScope();
            var geometry = new SliceGeometry(slice.Image.Height, slice.Image.Width, square, size);
            var side = square.Side;
            var cut = new float[side * side];
            for (var i = 0; i < cut.Length; i++)
            {
                var (row, column) = (i / side + square.Top, i % side + square.Left);
                cut[i] = row >= 0 && row < slice.Mask.Height && column >= 0 && column < slice.Mask.Width && slice.Mask[row, column] > 0 ? 1 : 0;
            }

            var back = VanishingObjects.Back(Resize.Nearest(tensor(cut, [1, 1, side, side]), size, size), geometry);
            return objects.Labels.Where((label, i) => label > 0 && back[i] > 0).GroupBy(label => label).ToDictionary(own => own.Key, own => own.Count());
        }),
    ];
}
