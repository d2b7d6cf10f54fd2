using AsynDGAN.Core;
using AsynDGAN.Core.Runs;

namespace AsynDGAN.Tests.Runs;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class FolderKindTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Test]
    public void Only_what_the_program_wrote_is_cleared_and_the_folder_stays_known()
    {
        string[] own = ["losses.csv", "samples/epoch-0001-a.png", "checkpoints/epoch-0001/generator.safetensors", "weights/generator.safetensors", "log.txt.writing"];
        string[] mine = ["notes.txt", "samples/notes.txt", "mine/losses.csv"];
        Write([.. own, .. mine, "config.yaml"]);
        FolderKind.Run.Clear(folder.Path);
        Assert.That(Files(), Is.EquivalentTo(mine.Append("config.yaml")));
        Assert.That(Directory.Exists(folder.Join("checkpoints")), Is.False);
        Assert.That(FolderKind.Run.Is(folder.Path), Is.True);
    }

    [Test]
    public void A_set_is_removed_whole_with_its_mark()
    {
        Write(["synthesis.json", "manifest.csv", "images/000001.png", "masks/000001.png", "config.yaml"]);
        FolderKind.SyntheticSet.Remove(folder.Path);
        Assert.That(Directory.EnumerateFileSystemEntries(folder.Path), Is.Empty);
    }

    [TestCase(".lock")]
    [TestCase(".lock-owner")]
    [TestCase("config.yaml.writing")]
    public void What_a_killed_beginning_left_makes_no_folder_occupied(string left)
    {
        Write([left]);
        Directory.CreateDirectory(folder.Join("weights"));
        Assert.That(FolderKind.Run.IsFree(folder.Path), Is.True);
    }

    [Test]
    public void A_file_of_somebodys_makes_a_folder_occupied_however_deep([Values("notes.txt", "a/b/c.txt")] string file)
    {
        Write([file]);
        Assert.That(() => FolderKind.Run.RefuseOthers(folder.Path), Throws.TypeOf<UserException>().With.Message.Contains("holds other files than a run's"));
    }

    [Test]
    public void A_comparison_is_no_evaluation()
    {
        Write(["results.csv", "config.yaml", "scores/x.csv"]);
        Assert.That(FolderKind.Comparison.Is(folder.Path), Is.True);
        Assert.That(() => FolderKind.Evaluation.RefuseOthers(folder.Path), Throws.TypeOf<UserException>().With.Message.Contains("than an evaluation's"));
    }

    private void Write(IEnumerable<string> files)
    {
        foreach (var file in files)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(folder.Join(file))!);
            File.WriteAllText(folder.Join(file), "");
        }
    }

    private IEnumerable<string> Files() => Directory.EnumerateFiles(folder.Path, "*", SearchOption.AllDirectories)
        .Select(file => Path.GetRelativePath(folder.Path, file).Replace('\\', '/'));
}
