namespace AsynDGAN.Core.Imaging;

/// <summary>
/// sRGB to CIE L*a*b* and back, white point D65, observer of 2 degrees (IEC 61966-2-1, CIE 15). The constants are those of
/// scikit-image, so that published Lab statistics may be used as they are.
/// </summary>
public static class CieLab
{
    private const double WhiteX = 0.95047, WhiteZ = 1.08883;
    private const double Linear = 0.008856, Slope = 7.787, Shift = 16.0 / 116, LinearBack = 0.2068966;

    private static readonly double[,] toXyz =
    {
        { 0.412453, 0.357580, 0.180423 },
        { 0.212671, 0.715160, 0.072169 },
        { 0.019334, 0.119193, 0.950227 },
    };

    private static readonly double[,] fromXyz = Inverse(toXyz);

    /// <summary>A colour's Lab.</summary>
    /// <param name="red">In [0, 1], as are the others.</param>
    /// <returns>L in [0, 100]; a and b roughly in [-110, 110].</returns>
    public static (double L, double A, double B) Of(double red, double green, double blue)
    {
        var (x, y, z) = Times(toXyz, Expand(red), Expand(green), Expand(blue));
        var (fx, fy, fz) = (Compress(x / WhiteX), Compress(y), Compress(z / WhiteZ));
        return (116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz));
    }

    /// <summary>The colour of a Lab; what sRGB has no colour for is cut to [0, 1] channel by channel.</summary>
    public static (double Red, double Green, double Blue) ToRgb(double l, double a, double b)
    {
        var fy = (l + 16) / 116;
        var (fx, fz) = (a / 500 + fy, Math.Max(0, fy - b / 200));
        var (red, green, blue) = Times(fromXyz, WhiteX * Back(fx), Back(fy), WhiteZ * Back(fz));
        return (Encode(red), Encode(green), Encode(blue));
    }

    private static double Expand(double value) => value <= 0.04045 ? value / 12.92 : Math.Pow((value + 0.055) / 1.055, 2.4);

    private static double Encode(double value) =>
        Math.Clamp(value > 0.0031308 ? 1.055 * Math.Pow(value, 1 / 2.4) - 0.055 : 12.92 * value, 0, 1);

    private static double Compress(double value) => value > Linear ? Math.Cbrt(value) : Slope * value + Shift;

    private static double Back(double value) => value > LinearBack ? value * value * value : (value - Shift) / Slope;

    private static (double, double, double) Times(double[,] m, double x, double y, double z) => (
        m[0, 0] * x + m[0, 1] * y + m[0, 2] * z,
        m[1, 0] * x + m[1, 1] * y + m[1, 2] * z,
        m[2, 0] * x + m[2, 1] * y + m[2, 2] * z);

    /// <summary>By cofactors; of three indices in turn, those of a cofactor are the next two, cyclically.</summary>
    private static double[,] Inverse(double[,] m)
    {
        var inverse = new double[3, 3];
        var determinant = Enumerable.Range(0, 3).Sum(i => m[0, i] * Cofactor(0, i));
        for (var i = 0; i < 9; i++)
        {
            inverse[i % 3, i / 3] = Cofactor(i / 3, i % 3) / determinant;
        }

        return inverse;

        double Cofactor(int row, int column)
        {
            var (r1, r2, c1, c2) = ((row + 1) % 3, (row + 2) % 3, (column + 1) % 3, (column + 2) % 3);
            return m[r1, c1] * m[r2, c2] - m[r1, c2] * m[r2, c1];
        }
    }
}
