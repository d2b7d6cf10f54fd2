using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Data;
using AsynDGAN.Core.Imaging;
using static TorchSharp.torch;

namespace AsynDGAN.Core.Synthesis;

/// <summary>Which channel of a condition is what.</summary>
internal sealed class ConditionLayout
{
    private readonly IReadOnlyList<ConditionPlane> planes;
    private readonly long[] tumours;

    /// <exception cref="UserException">There is no tumour channel.</exception>
    public ConditionLayout(IReadOnlyList<ConditionChannel> channels)
    {
        planes = ConditionPlanes.Of(channels);
        tumours = [.. planes.Index().Where(plane => plane.Item.ShowsTumour).Select(plane => (long)plane.Index)];
        if (tumours.Length == 0)
        {
            throw new UserException(
                "data.conditions has no tumour channel, so synthetic images would have no masks.", "Train with tumour or classes among data.conditions.");
        }
    }

    /// <summary>The tumour of all classes.</summary>
    /// <param name="x">[1, channels, height, width] of -1 and 1.</param>
    /// <returns>[height, width] of bool.</returns>
    public Tensor Tumour(Tensor x) => Classes(x).any(0, false);

    /// <summary>The tumour's channels: one, or one a class.</summary>
    /// <returns>[classes, height, width] of bool.</returns>
    public Tensor Classes(Tensor x) => x[0].index_select(0, tensor(tumours, device: x.device)) > 0;

    /// <summary>The filled head, from its channel or its outline; everything where the condition has neither.</summary>
    /// <returns>[height, width] of bool.</returns>
    public Tensor Head(Tensor x)
    {
        var (head, outline) = (IndexOf(ConditionChannel.Head), IndexOf(ConditionChannel.Outline));
        return head >= 0 ? x[0, head] > 0 : outline >= 0 ? Filled(x[0, outline] > 0) : ones_like(x[0, 0]).to(@bool);
    }

    /// <summary>The same condition with another tumour, [classes, height, width].</summary>
    public Tensor WithTumour(Tensor x, Tensor classes)
    {
        var changed = x.clone();
        foreach (var (number, channel) in tumours.Index())
        {
            changed[0, channel] = classes[number].to(float32) * 2 - 1;
        }

        return changed;
    }

    /// <summary>A condition of another tumour, [classes, height, width], and head, [height, width]; an outline is drawn anew.</summary>
    public Tensor Of(Tensor classes, Tensor head)
    {
        var drawn = planes.Index().Select(plane => plane.Item.Channel switch
        {
            ConditionChannel.Tumour or ConditionChannel.Classes => classes[Array.IndexOf(tumours, plane.Index)],
            ConditionChannel.Head => head,
            _ => head & nn.functional.max_pool2d(head.logical_not().to(float32)[TensorIndex.None, TensorIndex.None], 3, 1, 1)[0, 0].to(@bool),
        });
        return stack([.. drawn.Select(plane => plane.to(float32) * 2 - 1)]).unsqueeze(0);
    }

    private int IndexOf(ConditionChannel channel) => planes.ToList().IndexOf(new ConditionPlane(channel));

    private static Tensor Filled(Tensor outline)
    {
        var (height, width) = ((int)outline.shape[0], (int)outline.shape[1]);
        var filled = HeadOutline.Fill(new Mask(height, width, outline.cpu().contiguous().data<bool>().ToArray()));
        return tensor(filled.Values, [height, width], device: outline.device);
    }
}
