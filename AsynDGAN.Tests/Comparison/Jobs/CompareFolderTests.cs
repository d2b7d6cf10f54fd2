using AsynDGAN.Core.Comparison.Jobs;
using AsynDGAN.Core.Runs;

namespace AsynDGAN.Tests.Comparison.Jobs;

public class CompareFolderTests
{
    [TestCase("asyndgan-7")]
    [TestCase("asyndgan-7", "synthetic")]
    [TestCase("asyndgan-7-fold-1", "synthetic-left-out")]
    public void A_run_or_set_that_is_still_written_is_waited_for(params string[] busy)
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.Join(busy[0], "weights"));
        folder.Write(Path.Combine(busy[0], "config.yaml"), "");
        Directory.CreateDirectory(folder.Join(busy));
        using var writes = FolderLock.Take(folder.Join(busy));
        var display = new Answering(writes.Dispose);
        using var taken = CompareFolder.Take(folder.Path, display);
        Assert.That(display.Told.Single(), Does.StartWith("waiting: ").And.Contain(folder.Join(busy)));
    }

    [TestCase("asyndgan-7")]
    [TestCase("asyndgan-7", "synthetic")]
    public void A_folder_that_goes_with_its_lock_is_waited_for_too(params string[] busy)
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.Join("asyndgan-8", "weights"));
        folder.Write(Path.Combine("asyndgan-8", "config.yaml"), "");
        var writes = FolderLock.Take(folder.Join(busy));
        var display = new Answering(writes.Dispose);
        using var taken = CompareFolder.Take(folder.Path, display);
        Assert.That(display.Told.Single(), Does.StartWith("waiting: ").And.Contain(folder.Join(busy)));
        Assert.That(Directory.Exists(folder.Join(busy)), Is.False);
    }

    /// <summary>Ends what is waited for once it is told of it.</summary>
    private sealed class Answering(Action end) : IRunDisplay
    {
        public List<string> Told { get; } = [];

        public void Say(string line)
        {
            Told.Add(line);
            end();
        }

        public void Warn(string line)
        {
        }

        public void Advance(string work, long done, long total)
        {
        }

        public void Show(TrainingStatus status)
        {
        }
    }
}
