using static TorchSharp.torch;

namespace AsynDGAN.Core.Data.Preparation;

/// <summary>Lines computed from the numbers of nuclei, on whatever grid these are.</summary>
public static class InstanceBoundary
{
    /// <summary>Where nuclei touch: pixels of a nucleus with a pixel of another one among their 8 neighbours.</summary>
    /// <param name="labels">[N, 1, height, width], whole numbers as float32, 0 outside.</param>
    /// <returns>Of the same shape, 0 or 1.</returns>
    public static Tensor BetweenTouching(Tensor labels)
    {
        using var scope = NewDisposeScope();
        var inside = labels > 0;

        // Of the neighbours that are nuclei, the smallest number is found as the largest of the negated ones.
        var others = where(inside, -labels, full_like(labels, float.NegativeInfinity));
        var touching = (Largest(labels) > labels) | (-Largest(others) < labels);
        return (touching & inside).to(ScalarType.Float32).MoveToOuterDisposeScope();
    }

    /// <summary>Every nucleus's outermost line of one pixel, whether another nucleus or the outside lies beyond; none along the picture's border.</summary>
    /// <inheritdoc cref="BetweenTouching"/>
    public static Tensor Around(Tensor labels)
    {
        using var scope = NewDisposeScope();
        var edge = (Largest(labels) != labels) | (-Largest(-labels) != labels);
        return (edge & (labels > 0)).to(ScalarType.Float32).MoveToOuterDisposeScope();
    }

    private static Tensor Largest(Tensor labels) => nn.functional.max_pool2d(labels, 3, 1, 1);
}
