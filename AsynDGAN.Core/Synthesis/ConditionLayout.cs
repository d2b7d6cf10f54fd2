using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Imaging;
using static TorchSharp.torch;

namespace AsynDGAN.Core.Synthesis;

/// <summary>Which channel of a condition is what.</summary>
internal sealed class ConditionLayout
{
    private readonly IReadOnlyList<ConditionChannel> channels;

    /// <exception cref="UserException">There is no tumour channel.</exception>
    public ConditionLayout(IReadOnlyList<ConditionChannel> channels)
    {
        this.channels = channels;
        if (!channels.Contains(ConditionChannel.Tumour))
        {
            throw new UserException(
                "data.conditions has no tumour channel, so synthetic images would have no masks.", "Train with tumour among data.conditions.");
        }
    }

    private int TumourAt => channels.ToList().IndexOf(ConditionChannel.Tumour);

    /// <summary>The tumour, as 0 and 1.</summary>
    /// <param name="x">[1, channels, height, width] of -1 and 1.</param>
    /// <returns>[height, width] of bool.</returns>
    public Tensor Tumour(Tensor x) => x[0, TumourAt] > 0;

    /// <summary>The filled head, from its channel or its outline; everything where the condition has neither.</summary>
    /// <returns>[height, width] of bool.</returns>
    public Tensor Head(Tensor x)
    {
        var (head, outline) = (channels.ToList().IndexOf(ConditionChannel.Head), channels.ToList().IndexOf(ConditionChannel.Outline));
        return head >= 0 ? x[0, head] > 0 : outline >= 0 ? Filled(x[0, outline] > 0) : ones_like(x[0, 0]).to(@bool);
    }

    /// <summary>The same condition with another tumour.</summary>
    public Tensor WithTumour(Tensor x, Tensor tumour)
    {
        var changed = x.clone();
        changed[0, TumourAt] = tumour.to(float32) * 2 - 1;
        return changed;
    }

    /// <summary>A condition of another tumour and head; an outline is drawn anew.</summary>
    public Tensor Of(Tensor tumour, Tensor head)
    {
        var planes = channels.Select(channel => channel switch
        {
            ConditionChannel.Tumour => tumour,
            ConditionChannel.Head => head,
            _ => head & nn.functional.max_pool2d(head.logical_not().to(float32)[TensorIndex.None, TensorIndex.None], 3, 1, 1)[0, 0].to(@bool),
        });
        return stack([.. planes.Select(plane => plane.to(float32) * 2 - 1)]).unsqueeze(0);
    }

    private static Tensor Filled(Tensor outline)
    {
        var (height, width) = ((int)outline.shape[0], (int)outline.shape[1]);
        var filled = HeadOutline.Fill(new Mask(height, width, outline.cpu().contiguous().data<bool>().ToArray()));
        return tensor(filled.Values, [height, width], device: outline.device);
    }
}
