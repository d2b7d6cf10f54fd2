using AsynDGAN.Tests.Imaging;

namespace AsynDGAN.Tests.Data.Sources;

/// <summary>Small cases in the layout of BraTS, made for a test.</summary>
internal sealed class BratsFolder : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public string Root => folder.Path;

    /// <summary>A case of 6x5x4 voxels of 1x2x3 mm, axes left, posterior, superior, with tumour in its second slice.</summary>
    public void Add(string place, string name, int tumourVoxels = 3)
    {
        var (image, labels) = (new short[120], new short[120]);
        for (var i = 0; i < 120; i++)
        {
            image[i] = (short)(100 + i);
            labels[i] = (short)(i >= 30 && i < 30 + tumourVoxels ? new[] { 1, 2, 4 }[i % 3] : 0);
        }

        // No two cases have one image, but A's is the plain one.
        image[119] += (short)name.Aggregate(0, (sum, letter) => (31 * sum + letter - 'A') % 1000);
        foreach (var kind in new[] { "t1", "t1ce", "t2", "flair" })
        {
            Write(place, name, kind, image);
        }

        Write(place, name, "seg", labels);
    }

    public void Write(string place, string name, string kind, short[] voxels, short[]? shape = null) => WriteBytes(
        place, name, kind, NiftiSample.Of(4, voxels, shape ?? [6, 5, 4], float.NaN, float.NaN, [1, 2, 3], [-1, -1, 1]));

    public void WriteBytes(string place, string name, string kind, byte[] bytes) => File.WriteAllBytes(PathOf(place, name, kind), bytes);

    public void Delete(string place, string name, string kind) => File.Delete(PathOf(place, name, kind));

    public void Dispose() => folder.Dispose();

    private string PathOf(string place, string name, string kind) => folder.In(Path.Combine(place, name, $"{name}_{kind}.nii"));
}
