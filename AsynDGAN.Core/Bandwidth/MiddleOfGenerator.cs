using AsynDGAN.Core.Networks;
using static TorchSharp.torch;

namespace AsynDGAN.Core.Bandwidth;

/// <summary>Where split learning would cut a generator: behind the middle one of its layers; of a U-Net, at its lowest level, where every skip connection crosses, too.</summary>
internal static class MiddleOfGenerator
{
    /// <summary>How many numbers pass there in one forward pass.</summary>
    /// <param name="generator">On the CPU; one pass on zeros is made.</param>
    /// <param name="inputShape">[N, C, H, W].</param>
    public static long Numbers(nn.Module<Tensor, Tensor> generator, long[] inputShape)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var numbers = 0L;

        // The outermost block joins nothing; every other passes its input on. The lowest one halves what it gets, in as many channels.
        UnetBlock[] joining = [.. generator.modules().OfType<UnetBlock>().Skip(1)];
        foreach (var (depth, block) in joining.Index())
        {
            block.register_forward_hook((_, input, output) => Add(input.numel() + (depth == joining.Length - 1 ? input.numel() / 4 : 0), output));
        }

        if (joining.Length == 0)
        {
            nn.Module<Tensor, Tensor>[] layers = [.. generator.children().Single().children().Cast<nn.Module<Tensor, Tensor>>()];
            layers[layers.Length / 2].register_forward_hook((_, _, output) => Add(output.numel(), output));
        }

        generator.eval();
        generator.call(zeros(inputShape));
        return numbers;

        Tensor Add(long crossing, Tensor output)
        {
            numbers += crossing;
            return output;
        }
    }
}
