using AsynDGAN.Core.Data.Batches;
using static TorchSharp.torch;

namespace AsynDGAN.Core.Synthesis;

/// <summary>A condition to be drawn, and where it came from.</summary>
/// <param name="X">[1, channels, height, width] of -1 and 1.</param>
/// <param name="HeadSite">The head's site.</param>
/// <param name="Head">The head's sample and patient there.</param>
/// <param name="TumourSite">The tumour's site.</param>
/// <param name="Tumour">The tumour's sample and patient there.</param>
internal sealed record DrawnCondition(Tensor X, string HeadSite, SampleId Head, string TumourSite, SampleId Tumour)
{
    /// <summary>Rows down and columns to the right by which the tumour was moved from where it lies in its own slice.</summary>
    public (int Down, int Across) Moved { get; init; }

    /// <summary>Whether a deformation changed the mask; a small one may move no pixel of it.</summary>
    public bool IsDeformed { get; init; }
}
