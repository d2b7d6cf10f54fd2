using static TorchSharp.torch;

namespace AsynDGAN.Core.Audit.Inversion;

/// <summary>Images that go down the gradient that a site answers with, pixel by pixel, as Adam goes.</summary>
internal sealed class PixelDescent : IPursuit
{
    private const double Rate = 0.05, Momentum = 0.5, OfSquares = 0.9, Least = 1e-12;

    private readonly Tensor image, mean, square;
    private int asked;

    /// <param name="start">Where it starts, [n, channels, height, width]; stays the caller's.</param>
    public PixelDescent(Tensor start) => (image, mean, square) = (start.clone(), zeros_like(start), zeros_like(start));

    /// <inheritdoc />
    public Tensor Next() => image.clone();

    /// <inheritdoc />
    public void Learn(Tensor gradient)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        asked++;
        mean.mul_(Momentum).add_(gradient * (1 - Momentum));
        square.mul_(OfSquares).add_(gradient.square() * (1 - OfSquares));
        var (ofMean, ofSquares) = (mean / (1 - Math.Pow(Momentum, asked)), square / (1 - Math.Pow(OfSquares, asked)));
        image.sub_(Rate * ofMean / (ofSquares.sqrt() + Least)).clamp_(-1, 1);
    }

    /// <inheritdoc />
    public Tensor Found() => image.clone();
}
