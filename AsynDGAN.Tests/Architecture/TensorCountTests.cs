using System.Text.RegularExpressions;

namespace AsynDGAN.Tests.Architecture;

/// <summary>Other tests make tensors on other threads meanwhile, so that a count of the whole process is no test's own.</summary>
public partial class TensorCountTests
{
    [Test]
    public void No_test_counts_tensors_but_those_of_its_threads()
    {
        string[] files = [.. Directory.EnumerateFiles(Repository.At("AsynDGAN.Tests"), "*Tests.cs", SearchOption.AllDirectories)];
        var counts = files.Where(file => OfTheProcess().IsMatch(File.ReadAllText(file)));
        Assert.That(files, Has.Length.GreaterThan(100));
        Assert.That(counts, Is.Empty);
    }

    [GeneratedRegex(@"Tensor\.(Total|Peak)Count\b")]
    private static partial Regex OfTheProcess();
}
