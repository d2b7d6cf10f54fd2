using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Networks.Convolutions;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AsynDGAN.Core.Networks;

/// <summary>
/// The plain two-dimensional U-Net (Ronneberger et al. 2015) of the downstream comparison: at each level two 3x3
/// convolutions with norm and ReLU, halved by max pooling on the way down and doubled by a transposed convolution on the
/// way up, where the level's output is joined. [N, in, H, W] to logits [N, out, H, W] of any size: images are padded by
/// zeros at the bottom and right to a multiple of 2^(depth - 1), and the output is cut.
/// </summary>
public sealed class SegmentationUNet : nn.Module<Tensor, Tensor>
{
    private readonly ModuleList<nn.Module<Tensor, Tensor>> down = [];
    private readonly ModuleList<nn.Module<Tensor, Tensor>> up = [];
    private readonly ModuleList<nn.Module<Tensor, Tensor>> merge = [];
    private readonly PlainConvolution head;
    private readonly long multiple;

    /// <param name="inputs">Channels of the image.</param>
    /// <param name="outputs">Channels of the logits.</param>
    /// <param name="filters">Filters of the first level; each level below has twice as many.</param>
    /// <param name="depth">Levels, at least 2.</param>
    /// <param name="norm">The normalisation layer.</param>
    /// <param name="dropout">Probability of dropout at the lowest level.</param>
    public SegmentationUNet(long inputs, long outputs, long filters, int depth, Norm norm, double dropout)
        : base(nameof(SegmentationUNet))
    {
        multiple = 1 << (depth - 1);
        for (var level = 0; level < depth; level++)
        {
            var channels = filters << level;
            var before = level == 0 ? inputs : channels / 2;
            down.Add(TwoConvolutions(before, channels, norm, level == depth - 1 ? dropout : 0));
        }

        for (var level = depth - 2; level >= 0; level--)
        {
            var channels = filters << level;
            up.Add(new PlainConvolution(new(channels * 2, channels, 2, Stride: 2, Transposed: true)));
            merge.Add(TwoConvolutions(channels * 2, channels, norm, 0));
        }

        head = new PlainConvolution(new(filters, outputs, 1)) { IsLast = true };
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var (height, width) = (input.shape[2], input.shape[3]);
        var x = nn.functional.pad(input, [0, Missing(width), 0, Missing(height)]);
        var levels = new Stack<Tensor>();
        foreach (var (level, block) in down.Index())
        {
            x = block.call(level == 0 ? x : nn.functional.max_pool2d(x, 2));
            levels.Push(x);
        }

        levels.Pop();
        foreach (var (enlarge, block) in up.Zip(merge))
        {
            x = block.call(cat([levels.Pop(), enlarge.call(x)], 1));
        }

        return head.call(x).narrow(2, 0, height).narrow(3, 0, width).MoveToOuterDisposeScope();
    }

    private long Missing(long side) => (multiple - side % multiple) % multiple;

    private static Sequential TwoConvolutions(long inputs, long outputs, Norm norm, double dropout)
    {
        List<nn.Module<Tensor, Tensor>> layers =
        [
            new PlainConvolution(new(inputs, outputs, 3, Padding: 1), bias: norm != Norm.Batch), norm.Layer(outputs), nn.ReLU(),
            new PlainConvolution(new(outputs, outputs, 3, Padding: 1), bias: norm != Norm.Batch), norm.Layer(outputs), nn.ReLU(),
        ];
        if (dropout > 0)
        {
            layers.Add(nn.Dropout(dropout));
        }

        return nn.Sequential([.. layers]);
    }
}
