using static TorchSharp.torch;

namespace AsynDGAN.Core.Audit.Inversion;

/// <summary>What an attack knows of images, made better by one question after another. What it keeps belongs to the dispose scope that it is made in.</summary>
internal interface IPursuit
{
    /// <summary>What to send next, shaped like the images; in the present dispose scope.</summary>
    Tensor Next();

    /// <summary>Takes the answer to it.</summary>
    /// <param name="gradient">The critique's gradient, of the same shape.</param>
    void Learn(Tensor gradient);

    /// <summary>The images as far as they are known; in the present dispose scope.</summary>
    Tensor Found();
}
