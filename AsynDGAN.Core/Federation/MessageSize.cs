using System.Text;
using AsynDGAN.Core.Federation.Messages;
using static TorchSharp.torch;

namespace AsynDGAN.Core.Federation;

/// <summary>
/// Bytes of the messages as they would cross a network: the exchange's number (8), each tensor as element type (4), rank
/// (4), dimensions (8 each) and values, sample and patient numbers (4 each), flags (1).
/// </summary>
public static class MessageSize
{
    private const int Exchange = 8, Flag = 1, Id = 8, Single = 4;

    /// <summary>Bytes of conditions of a shape [n, channels, height, width] in float32.</summary>
    public static long Conditions(IReadOnlyList<long> shape) => Exchange + TensorBytes(shape, Single) + Id * shape[0];

    /// <summary>Bytes of fakes of a shape [n, channels, height, width] in float32.</summary>
    public static long Synthetic(IReadOnlyList<long> shape) => Exchange + TensorBytes(shape, Single) + Flag;

    /// <summary>Bytes of the critique of fakes of a shape [n, channels, height, width] in float32.</summary>
    public static long Critique(IReadOnlyList<long> shape) =>
        Exchange + TensorBytes(shape, Single) + TensorBytes([LossTerms.All.Count], Single);

    /// <summary>Bytes of a profile.</summary>
    public static long Of(SiteProfile profile) =>
        4 + Encoding.UTF8.GetByteCount(profile.Name) + 4
        + 4 + 8 * profile.ConditionShape.Count + 4 + 8 * profile.ImageShape.Count;

    /// <summary>Bytes of this message.</summary>
    public static long Of(Conditions message) => Exchange + TensorBytes(message.X) + Id * message.Ids.Count;

    /// <summary>Bytes of this message.</summary>
    public static long Of(Synthetic message) => Exchange + TensorBytes(message.Images) + Flag;

    /// <summary>Bytes of this message.</summary>
    public static long Of(Critique message) => Exchange + TensorBytes(message.Gradient) + TensorBytes(message.Losses);

    private static long TensorBytes(Tensor tensor) => TensorBytes(tensor.shape, tensor.ElementSize);

    private static long TensorBytes(IReadOnlyList<long> shape, long elementSize) =>
        8 + 8 * shape.Count + elementSize * shape.Aggregate(1L, (product, length) => product * length);
}
