using System.Text;
using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Federation.Messages;
using static TorchSharp.torch;

namespace AsynDGAN.Core.Federation;

/// <summary>
/// Bytes of the messages as they would cross a network: the exchange's number (8), each tensor as element type (4), rank
/// (4), dimensions (8 each), where it is cast its scale (4), and values, sample and patient numbers (4 each), flags (1). Where
/// conditions are packed, each plane as <see cref="PackedPlanes"/> says.
/// </summary>
public static class MessageSize
{
    private const int Exchange = 8, Flag = 1, Id = 8, Single = 4, Scale = 4;

    /// <summary>Bytes of conditions of a shape [n, channels, height, width], whose planes have two values where they may be packed.</summary>
    public static long Conditions(IReadOnlyList<long> shape, BoundaryOptions? boundary = null) => Conditions(shape, boundary, shape[0] * shape[1]);

    /// <summary>Bytes of fakes of a shape [n, channels, height, width].</summary>
    public static long Synthetic(IReadOnlyList<long> shape, BoundaryOptions? boundary = null) => Exchange + Cast(shape, boundary) + Flag;

    /// <summary>Bytes of the critique of fakes of a shape [n, channels, height, width].</summary>
    public static long Critique(IReadOnlyList<long> shape, BoundaryOptions? boundary = null) =>
        Exchange + Cast(shape, boundary) + Header(1) + Single * LossTerms.Crossing(boundary?.Losses ?? BoundaryLosses.All).Count;

    /// <summary>Bytes of a profile.</summary>
    public static long Of(SiteProfile profile) =>
        4 + Encoding.UTF8.GetByteCount(profile.Name) + 4
        + 4 + 8 * profile.ConditionShape.Count + 4 + 8 * profile.ImageShape.Count;

    /// <summary>Bytes of this message. Where planes are packed it depends on their values, and a GPU is waited for.</summary>
    public static long Of(Conditions message, BoundaryOptions? boundary = null)
    {
        if (boundary?.PackConditions != true || !PackedPlanes.Pay(message.X.shape, boundary.ElementType))
        {
            return Conditions(message.X.shape, boundary, packed: 0);
        }

        using var scope = NewDisposeScope();
        return Conditions(message.X.shape, boundary, PackedPlanes.AreTwoValued(message.X).sum().item<long>());
    }

    /// <summary>Bytes of this message.</summary>
    public static long Of(Synthetic message, BoundaryOptions? boundary = null) => Synthetic(message.Images.shape, boundary);

    /// <summary>Bytes of this message.</summary>
    public static long Of(Critique message, BoundaryOptions? boundary = null) =>
        Exchange + Cast(message.Gradient.shape, boundary) + Header(1) + Single * message.Losses.numel();

    private static long Conditions(IReadOnlyList<long> shape, BoundaryOptions? boundary, long packed) => Exchange + Id * shape[0]
        + (boundary is { PackConditions: true } ? CastHeader(shape, boundary) + PackedPlanes.Bytes(shape, boundary.ElementType, packed) : Cast(shape, boundary));

    /// <summary>A tensor in the boundary's numbers.</summary>
    private static long Cast(IReadOnlyList<long> shape, BoundaryOptions? boundary) =>
        CastHeader(shape, boundary) + WireNumbers.Size(boundary?.ElementType ?? ElementType.Float32) * shape.Aggregate(1L, (product, length) => product * length);

    private static long CastHeader(IReadOnlyList<long> shape, BoundaryOptions? boundary) =>
        Header(shape.Count) + (boundary is null or { ElementType: ElementType.Float32 } ? 0 : Scale);

    private static long Header(int rank) => 8 + 8 * rank;
}
