using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Data.Batches;
using AsynDGAN.Core.Data.Preparation;
using AsynDGAN.Core.Imaging;
using static TorchSharp.torch;

namespace AsynDGAN.Core.Synthesis;

/// <summary>Which channel of a condition is what. Those after the configuration's name the site, which stays.</summary>
internal sealed class ConditionLayout
{
    private readonly IReadOnlyList<ConditionPlane> planes;
    private readonly long[] tumours;

    /// <exception cref="UserException">There is no tumour channel.</exception>
    public ConditionLayout(DataOptions options)
    {
        planes = ConditionPlanes.Of(options);
        tumours = [.. planes.Index().Where(plane => plane.Item.ShowsTumour).Select(plane => (long)plane.Index)];
        if (tumours.Length == 0)
        {
            throw new UserException(
                "data.conditions has no tumour channel and no nuclei, so synthetic images would have no masks.", "Train with tumour, classes or nuclei among data.conditions.");
        }
    }

    /// <summary>Whether the conditions are of nuclei.</summary>
    public bool HasNuclei => IndexOf(ConditionChannel.Nuclei) >= 0;

    /// <summary>What the values of a mask with labels mean.</summary>
    /// <param name="name">What the masks show.</param>
    public IReadOnlyDictionary<string, int> Labels(string name) => !HasNuclei ? new Dictionary<string, int> { ["background"] = 0, [name] = 1 }
        : IndexOf(ConditionChannel.Boundary) < 0 ? new Dictionary<string, int> { ["background"] = 0, ["nuclei"] = 1 }
        : new Dictionary<string, int> { ["background"] = 0, ["nuclei"] = 1, ["boundary"] = 2 };

    /// <summary>The tumour of all classes, or all nuclei.</summary>
    /// <param name="x">[1, channels, height, width] of -1 and 1.</param>
    /// <returns>[height, width] of bool.</returns>
    public Tensor Tumour(Tensor x) => Classes(x).any(0, false);

    /// <summary>The tumour's channels: one, or one a class.</summary>
    /// <returns>[classes, height, width] of bool.</returns>
    public Tensor Classes(Tensor x) => x[0].index_select(0, tensor(tumours, device: x.device)) > 0;

    /// <summary>Whether conditions show the ground that objects lie upon; else every place of the picture may be it.</summary>
    public bool HasGround => IndexOf(ConditionChannel.Head) >= 0 || IndexOf(ConditionChannel.Outline) >= 0;

    /// <summary>The filled head, from its channel or its outline; everything where the condition has neither.</summary>
    /// <returns>[height, width] of bool.</returns>
    public Tensor Head(Tensor x)
    {
        var (head, outline) = (IndexOf(ConditionChannel.Head), IndexOf(ConditionChannel.Outline));
        return head >= 0 ? x[0, head] > 0 : outline >= 0 ? Filled(x[0, outline] > 0, Tumour(x)) : ones_like(x[0, 0]).to(@bool);
    }

    /// <summary>Where nuclei touch; nothing where the condition has no such channel.</summary>
    /// <returns>[height, width] of bool.</returns>
    public Tensor Boundary(Tensor x)
    {
        var at = IndexOf(ConditionChannel.Boundary);
        return at >= 0 ? x[0, at] > 0 : zeros_like(x[0, 0]).to(@bool);
    }

    /// <summary>Single nuclei, come apart along their boundary.</summary>
    public InstanceMap Nuclei(Tensor x)
    {
        using var scope = NewDisposeScope();
        return TouchingNuclei.Apart(MaskOf(Tumour(x)), MaskOf(Boundary(x)));
    }

    /// <summary>The same condition with these nuclei; their boundary is computed anew.</summary>
    public Tensor WithNuclei(Tensor x, InstanceMap nuclei)
    {
        using var scope = NewDisposeScope();
        var numbers = tensor(Array.ConvertAll(nuclei.Labels, label => (float)label), [1, 1, nuclei.Height, nuclei.Width], device: x.device);
        var drawn = planes.Select(plane => plane.Channel == ConditionChannel.Boundary
            ? InstanceBoundary.BetweenTouching(numbers)
            : (numbers > 0).to(float32));
        return OfSameSite(x, cat([.. drawn], 1) * 2 - 1).MoveToOuterDisposeScope();
    }

    /// <summary>The same condition with another tumour, [classes, height, width].</summary>
    public Tensor WithTumour(Tensor x, Tensor classes)
    {
        var changed = x.narrow(1, 0, planes.Count).clone();
        foreach (var (number, channel) in tumours.Index())
        {
            changed[0, channel] = classes[number].to(float32) * 2 - 1;
        }

        return OfSameSite(x, changed);
    }

    /// <summary>The same condition with another tumour, [classes, height, width], and head, [height, width]; an outline is drawn anew.</summary>
    public Tensor WithTumourAndHead(Tensor x, Tensor classes, Tensor head)
    {
        var drawn = planes.Index().Select(plane => plane.Item.Channel switch
        {
            ConditionChannel.Tumour or ConditionChannel.Classes => classes[Array.IndexOf(tumours, plane.Index)],
            ConditionChannel.Head => head,
            ConditionChannel.Outline => head & nn.functional.max_pool2d(head.logical_not().to(float32)[TensorIndex.None, TensorIndex.None], 3, 1, 1)[0, 0].to(@bool),
            _ => throw new ArgumentOutOfRangeException(nameof(x), plane.Item.Channel, "a condition with such a channel has no head"),
        });
        return OfSameSite(x, stack([.. drawn.Select(plane => plane.to(float32) * 2 - 1)]).unsqueeze(0));
    }

    private Tensor OfSameSite(Tensor x, Tensor masks)
    {
        var sites = x.shape[1] - planes.Count;
        return sites == 0 ? masks : cat([masks, SiteChannels.Of(masks, (x.narrow(1, planes.Count, sites) > 0).any(3).any(2))], 1);
    }

    private int IndexOf(ConditionChannel channel) => planes.ToList().IndexOf(new ConditionPlane(channel));

    private static Tensor Filled(Tensor outline, Tensor objects)
    {
        var filled = HeadOutline.Fill(MaskOf(outline), MaskOf(objects));
        return tensor(filled.Values, [filled.Height, filled.Width], device: outline.device);
    }

    private static Mask MaskOf(Tensor plane) =>
        new((int)plane.shape[0], (int)plane.shape[1], plane.cpu().contiguous().data<bool>().ToArray());
}
