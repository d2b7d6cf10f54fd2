namespace AsynDGAN.Tests.Cli;

public class OutputFolderTests
{
    private readonly WorkFolder work = new();

    [OneTimeTearDown]
    public void Remove() => work.Dispose();

    [Test]
    public void A_folder_below_a_file_is_refused()
    {
        work.Train("--out", "tiny.yaml/run").Refused("The output folder", "tiny.yaml/run", "cannot be written", "--out");
    }

    [Test]
    public void A_file_is_refused()
    {
        work.Train("--out", "tiny.yaml").Refused("The output folder", "is a file");
        Assert.That(File.ReadAllText(work.Join("tiny.yaml")), Is.EqualTo(WorkFolder.Tiny));
    }

    [Test]
    [Platform("Linux")]
    public void A_folder_that_takes_no_files_is_refused()
    {
        work.Train("--out", "/proc/self").Refused("The output folder '/proc/", "--out");
    }

    [Test]
    public void The_data_commands_folder_is_checked_too()
    {
        work.Run("data", "--config", "tiny.yaml", "--out", "tiny.yaml/seen").Refused("tiny.yaml/seen", "cannot be written");
    }

    [Test]
    public void A_folder_of_other_files_is_never_overwritten()
    {
        Directory.CreateDirectory(work.Join("thesis"));
        work.Write("thesis/chapter.txt", "one");
        work.Train("--out", "thesis", "--overwrite").Refused("holds other files than a run's");
        Assert.That(File.ReadAllText(work.Join("thesis", "chapter.txt")), Is.EqualTo("one"));
    }

    [Test]
    public void A_graphics_card_that_is_not_there_is_told()
    {
        Gpu.IsNotWanted();
        work.Train("--set", "device=cuda", "--out", "on-gpu").Refused("device: cuda was asked for", "no CUDA device was found", "device: cpu");
        Assert.That(Directory.Exists(work.Join("on-gpu")), Is.False);
    }

    [Test]
    public void A_plan_is_refused_where_the_training_would_be_and_leaves_the_run_that_is_there()
    {
        Directory.CreateDirectory(work.Join("planned", "weights"));
        work.Write("planned/weights/generator.safetensors", "trained");
        work.Write("planned/config.yaml", WorkFolder.Tiny);
        work.Train("--dry-run", "--out", "planned").Refused("There is a run in", "--overwrite");
        work.Train("--dry-run", "--out", "tiny.yaml").Refused("The output folder", "is a file");
        work.Train("--dry-run", "--out", ".").Refused("--out . is the working folder");
        Assert.That(work.Train("--dry-run", "--out", "planned", "--overwrite").Succeeded().Output, Does.Contain("memory, estimated:"));
        Assert.That(File.ReadAllText(work.Join("planned", "weights", "generator.safetensors")), Is.EqualTo("trained"));
        Assert.That(Directory.GetFileSystemEntries(work.Join("planned")), Has.Length.EqualTo(2));
    }
}
