using System.Globalization;
using System.Numerics;

namespace AsynDGAN.Core.Imaging;

/// <summary>
/// Where the axes of a file lie in the body: for each of right-left, anterior-posterior and superior-inferior the file's axis
/// that runs along it most nearly. Oblique volumes are permuted and mirrored, never resampled.
/// </summary>
/// <param name="FileAxis">For right, anterior and superior the file's axis, 0 to 2.</param>
/// <param name="Ascending">Whether the index grows towards right, anterior and superior.</param>
/// <param name="Spacing">Millimetres between voxels along right, anterior and superior.</param>
/// <param name="Directions">For the file's axes what one voxel along them is in millimetres right, anterior, superior.</param>
/// <param name="Origin">Where the file's first voxel lies.</param>
internal sealed record NiftiAxes(
    IReadOnlyList<int> FileAxis, IReadOnlyList<bool> Ascending, IReadOnlyList<double> Spacing, IReadOnlyList<Vector3> Directions, Vector3 Origin)
{
    // Beyond what rounding leaves of a unit quaternion.
    private const double LongestQuaternion = 1 + 1e-5;

    // |det| of unit vectors along the axes: 1 where they are orthogonal, 0 where they lie in a plane.
    private const double SmallestVolume = 1e-3;

    // Of axes that are taken as orthogonal: by rounding, and two that are off by 2.5 degrees.
    private const double SmallestOrthogonal = 0.999;

    private static readonly int[][] permutations = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]];

    /// <summary>The directions in which the file's axes run, such as RAS.</summary>
    public string Letters => string.Concat(Enumerable.Range(0, 3).Select(axis =>
    {
        var world = FileAxis.ToList().IndexOf(axis);
        return (Ascending[world] ? "RAS" : "LPI")[world];
    }));

    /// <summary>
    /// By the sform where there is one, else by the qform, else by the voxel sizes with axes right, anterior, superior (the
    /// standard's method 1; some programs mirror such files from left to right). As nibabel does, a negative voxel size counts as a
    /// positive one, 0 as 1, and a handedness other than -1 as 1.
    /// </summary>
    /// <param name="sform">Three rows of four: voxel index to millimetres right, anterior, superior; null: its code is 0.</param>
    /// <param name="qform">The quaternion's b, c and d, then the first voxel's place; null: its code is 0.</param>
    /// <param name="header">The header's pixdim: the qform's handedness, then the voxel sizes.</param>
    /// <param name="path">What messages call the file.</param>
    /// <exception cref="UserException">The matrix or the first voxel's place is not finite, or the matrix singular, or its axes are not orthogonal.</exception>
    public static NiftiAxes Of(double[]? sform, double[]? qform, double[] header, string path)
    {
        double[] pixdim = [header[0] == -1 ? -1 : 1, .. header[1..4].Select(size => size == 0 ? 1 : Math.Abs(size))];
        // directions[axis] is what one voxel along the file's axis is in millimetres right, anterior, superior.
        var directions = sform is not null ? BySform(sform)
            : qform is not null ? ByQform(qform, pixdim)
            : Enumerable.Range(0, 3).Select(i => Enumerable.Range(0, 3).Select(k => i == k ? pixdim[i + 1] : 0).ToArray()).ToArray();
        var lengths = directions.Select(d => Math.Sqrt(d.Sum(x => x * x))).ToArray();
        var units = directions.Zip(lengths, (d, length) => d.Select(x => x / length).ToArray()).ToArray();
        var volume = Math.Abs(Determinant(units));
        if (!lengths.All(length => length > 0 && double.IsFinite(length)) || !(volume > SmallestVolume))
        {
            throw new UserException($"{path} is damaged: the orientation in its header is singular or not finite");
        }

        if (sform is null && qform is not null && qform[0] * qform[0] + qform[1] * qform[1] + qform[2] * qform[2] > LongestQuaternion)
        {
            throw new UserException($"{path} is damaged: the quaternion in its header is longer than 1");
        }

        if (volume < SmallestOrthogonal)
        {
            // Volumes and distances are those of axes at right angles.
            throw new UserException(
                string.Create(CultureInfo.InvariantCulture, $"{path} is sheared, as by a tilted gantry: two axes of its voxels are at {SmallestAngle(units):0.0} degrees, not at 90"),
                "Resample it on an orthogonal grid.");
        }

        var origin = Point(sform is not null ? [sform[3], sform[7], sform[11]] : qform is not null ? qform[3..] : [0, 0, 0]);
        if (!float.IsFinite(origin.X + origin.Y + origin.Z))
        {
            throw new UserException($"{path} is damaged: the place of the first voxel in its header is not finite");
        }

        var nearest = permutations.MaxBy(order => order.Select((axis, world) => Math.Abs(units[axis][world])).Sum())!;
        return new NiftiAxes(
            nearest, [.. nearest.Select((axis, world) => units[axis][world] > 0)], [.. nearest.Select(axis => lengths[axis])],
            [.. directions.Select(Point)], origin);
    }

    /// <summary>Where the voxels lie once their axes are those of slices, rows and columns.</summary>
    /// <param name="along">The file's axis of each.</param>
    /// <param name="grows">Whether the file's index grows with it.</param>
    /// <param name="shape">Voxels along the file's axes.</param>
    public VolumePlace Place(IReadOnlyList<int> along, IReadOnlyList<bool> grows, IReadOnlyList<int> shape)
    {
        var origin = Origin;
        for (var i = 0; i < 3; i++)
        {
            origin += grows[i] ? Vector3.Zero : (shape[along[i]] - 1) * Directions[along[i]];
        }

        var steps = Enumerable.Range(0, 3).Select(i => grows[i] ? Directions[along[i]] : -Directions[along[i]]).ToArray();
        return new VolumePlace(origin, steps[0], steps[1], steps[2]);
    }

    private static Vector3 Point(double[] numbers) => new((float)numbers[0], (float)numbers[1], (float)numbers[2]);

    private static double[][] BySform(double[] rows) =>
        [.. Enumerable.Range(0, 3).Select(axis => new[] { rows[axis], rows[4 + axis], rows[8 + axis] })];

    /// <summary>The standard's method 2: the rotation of the unit quaternion (a, b, c, d), its third axis mirrored where pixdim[0] is negative.</summary>
    private static double[][] ByQform(double[] qform, double[] pixdim)
    {
        var (b, c, d) = (qform[0], qform[1], qform[2]);
        var a = Math.Sqrt(Math.Max(0, 1 - b * b - c * c - d * d));
        var (x, y, z) = (pixdim[1], pixdim[2], pixdim[0] < 0 ? -pixdim[3] : pixdim[3]);
        return
        [
            [x * (a * a + b * b - c * c - d * d), x * 2 * (b * c + a * d), x * 2 * (b * d - a * c)],
            [y * 2 * (b * c - a * d), y * (a * a + c * c - b * b - d * d), y * 2 * (c * d + a * b)],
            [z * 2 * (b * d + a * c), z * 2 * (c * d - a * b), z * (a * a + d * d - c * c - b * b)],
        ];
    }

    private static double SmallestAngle(double[][] units) =>
        new[] { (0, 1), (0, 2), (1, 2) }.Min(pair => Math.Acos(Math.Abs(units[pair.Item1].Zip(units[pair.Item2], (a, b) => a * b).Sum()))) * 180 / Math.PI;

    private static double Determinant(double[][] m) =>
        m[0][0] * (m[1][1] * m[2][2] - m[1][2] * m[2][1])
        - m[0][1] * (m[1][0] * m[2][2] - m[1][2] * m[2][0])
        + m[0][2] * (m[1][0] * m[2][1] - m[1][1] * m[2][0]);
}
