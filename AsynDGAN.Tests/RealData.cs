namespace AsynDGAN.Tests;

/// <summary>Real data sets, which are not part of a clone: the environment variable ASYNDGAN_DATA names their folder.</summary>
internal static class RealData
{
    // The copies whose numbers tests know, as CONTRIBUTING.md names them: how many files or folders of a name lie below which of their folders.
    private static readonly (string Data, string Below, string Name, int Count)[] copies =
    [
        ("lgg-mri", "kaggle_3m", "*_mask.tif", 661),
        ("lgg-mri", "original-encoding", "*_mask.tif", 2),
        ("dsb2018", "stage1_train", "images", 133),
        ("monuseg", "", "*.tif", 2),
        ("brats-sample", "", "*_seg.nii.gz", 2),
    ];

    /// <summary>The folder of a data set; where it is not there, or another copy, the running test is reported as ignored, by name.</summary>
    public static string Folder(string name)
    {
        var root = Environment.GetEnvironmentVariable("ASYNDGAN_DATA");
        if (Fault(root, name) is { } fault)
        {
            Assert.Ignore($"{TestContext.CurrentContext.Test.Name}: {fault}");
        }

        return Path.Combine(root!, name);
    }

    /// <summary>Why a data set cannot be tested with; null where it can.</summary>
    /// <param name="root">What ASYNDGAN_DATA names.</param>
    /// <param name="name">The data set.</param>
    public static string? Fault(string? root, string name)
    {
        if (string.IsNullOrEmpty(root))
        {
            return $"ASYNDGAN_DATA does not name the folder of {name}";
        }

        foreach (var copy in copies.Where(copy => copy.Data == name))
        {
            var folder = Path.Combine(root, name, copy.Below);
            if (!Directory.Exists(folder))
            {
                return $"{folder} does not exist";
            }

            var count = Directory.EnumerateFileSystemEntries(folder, copy.Name, SearchOption.AllDirectories).Count();
            if (count != copy.Count)
            {
                return $"{folder} is another copy: {count} of {copy.Name} in place of {copy.Count}";
            }
        }

        return null;
    }
}
