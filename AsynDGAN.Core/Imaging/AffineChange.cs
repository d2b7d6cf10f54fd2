using static TorchSharp.torch;

namespace AsynDGAN.Core.Imaging;

/// <summary>A picture turned about its middle, sheared, scaled and shifted, in this order.</summary>
/// <param name="Degrees">Clockwise as seen.</param>
public readonly record struct AffineChange(double Degrees)
{
    /// <summary>Above 1: larger.</summary>
    public double Scale { get; init; } = 1;

    /// <summary>The tangent of the angle by which upright lines are slanted.</summary>
    public double Shear { get; init; }

    /// <summary>To the right, as a fraction of the side; not scaled with the rest.</summary>
    public double ShiftX { get; init; }

    /// <summary>Downwards, as a fraction of the side; not scaled with the rest.</summary>
    public double ShiftY { get; init; }

    /// <summary>Where each pixel of the result looks in the picture, as <see cref="GridSampling"/> wants it: [1, height, width, 2].</summary>
    public Tensor Grid(long height, long width, Device device)
    {
        // The inverse of the change: from the result back to the picture. Coordinates run from -1 to 1, hence twice the shift.
        var angle = Degrees * Math.PI / 180;
        var (cos, sin) = (Math.Cos(angle) / Scale, Math.Sin(angle) / Scale);
        var (slant, upright) = (sin + Shear * cos, cos - Shear * sin);
        var (x, y) = (2 * ShiftX, 2 * ShiftY);
        float[] inverse =
        [
            (float)cos, (float)slant, (float)-(cos * x + slant * y),
            (float)-sin, (float)upright, (float)(sin * x - upright * y),
        ];
        return nn.functional.affine_grid(tensor(inverse, [1, 2, 3], device: device), [1, 1, height, width], false);
    }
}
