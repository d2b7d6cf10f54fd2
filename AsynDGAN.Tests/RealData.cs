namespace AsynDGAN.Tests;

/// <summary>Real data sets, which are not part of a clone: the environment variable ASYNDGAN_DATA names their folder.</summary>
internal static class RealData
{
    /// <summary>The folder of a data set; where it is not there the running test is reported as ignored, by name.</summary>
    public static string Folder(string name)
    {
        var root = Environment.GetEnvironmentVariable("ASYNDGAN_DATA");
        if (string.IsNullOrEmpty(root))
        {
            Assert.Ignore($"{TestContext.CurrentContext.Test.Name}: ASYNDGAN_DATA does not name the folder of {name}");
        }

        var folder = Path.Combine(root!, name);
        if (!Directory.Exists(folder))
        {
            Assert.Ignore($"{TestContext.CurrentContext.Test.Name}: {folder} does not exist");
        }

        return folder;
    }
}
