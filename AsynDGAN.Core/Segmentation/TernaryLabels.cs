using AsynDGAN.Core.Data.Preparation;
using static TorchSharp.torch;

namespace AsynDGAN.Core.Segmentation;

/// <summary>The three classes of <c>segmentation.classes: ternary</c>.</summary>
internal static class TernaryLabels
{
    public const int Outside = 0, Inside = 1, Boundary = 2, Count = 3;

    /// <summary>From numbered nuclei: their outermost line of one pixel is boundary, what is left of them inside.</summary>
    /// <param name="numbers">[n, 1, height, width], float32, 0 outside.</param>
    /// <returns>[n, 1, height, width], float32.</returns>
    public static Tensor Of(Tensor numbers)
    {
        using var scope = NewDisposeScope();
        var boundary = InstanceBoundary.Around(numbers);
        return ((numbers > 0).to(float32) * Inside + boundary * (Boundary - Inside)).MoveToOuterDisposeScope();
    }
}
