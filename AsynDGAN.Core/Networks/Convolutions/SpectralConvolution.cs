using static TorchSharp.torch;

namespace AsynDGAN.Core.Networks.Convolutions;

/// <summary>
/// A convolution whose weight is divided by its largest singular value (spectral normalisation, Miyato et al. 2018,
/// arXiv 1802.05957), with the names of PyTorch's torch.nn.utils.spectral_norm: <c>weight_orig</c>, <c>weight_u</c>,
/// <c>weight_v</c>, <c>bias</c>.
/// </summary>
/// <remarks>
/// W is the weight as a matrix [out, in * k * k]. Each forward pass in training mode makes one power iteration in this
/// order: v = normalize(W^T u), u = normalize(W v); evaluation uses the stored u and v. The weight is W / (u^T W v), with
/// u and v constant in the backward pass. Plain convolutions only.
/// </remarks>
public sealed class SpectralConvolution : ConvolutionLayer
{
    private const string WeightName = "weight_orig", LeftName = "weight_u", RightName = "weight_v";

    /// <param name="shape">The geometry; not transposed.</param>
    /// <param name="bias">Whether a bias is added.</param>
    public SpectralConvolution(ConvolutionShape shape, bool bias = true)
        : base(nameof(SpectralConvolution), shape, bias)
    {
        register_parameter(WeightName, NewParameter(zeros(shape.WeightShape)));
        register_buffer(LeftName, zeros(shape.Outputs).DetachFromDisposeScope());
        register_buffer(RightName, zeros(shape.Inputs * shape.Kernel * shape.Kernel).DetachFromDisposeScope());
    }

    private protected override Tensor EffectiveWeight()
    {
        var weight = get_parameter(WeightName)!;
        var matrix = weight.flatten(1);
        var (left, right) = (get_buffer(LeftName)!, get_buffer(RightName)!);
        if (training)
        {
            using var noGrad = no_grad();
            right.copy_(Normalised(matrix.t().mv(left)));
            left.copy_(Normalised(matrix.mv(right)));
        }

        // Copies, because the next forward pass changes u and v before the backward pass of this one.
        return weight / left.clone().dot(matrix.mv(right.clone()));
    }

    private static Tensor Normalised(Tensor vector) => nn.functional.normalize(vector, dim: 0, eps: 1e-12);
}
