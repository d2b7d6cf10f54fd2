using System.Text;
using AsynDGAN.Core;
using AsynDGAN.Core.Runs;

namespace AsynDGAN.Tests.Runs;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class RunFolderTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly string path;

    public RunFolderTests() => path = folder.Join("runs", "lgg");

    public void Dispose() => folder.Dispose();

    [Test]
    public void A_new_run_leaves_no_folder_before_it_begins()
    {
        var run = RunFolder.Create(path, overwrite: false);
        Assert.That(Directory.Exists(path), Is.False);
        run.Begin("seed: 1\n");
        Assert.That(File.ReadAllText(run.Configuration), Is.EqualTo("seed: 1\n"));
        Assert.That(run.Root, Is.EqualTo(path));
    }

    [Test]
    public void Where_another_command_writes_a_run_it_is_to_be_waited_for_and_the_run_is_not_to_be_trained_anew()
    {
        var run = RunFolder.Create(path, overwrite: false);
        run.Begin("seed: 1\n");
        using (FolderLock.Take(path))
        {
            Assert.That(run.HowToWait, Is.Null, "of what it holds itself it knows better");
            var owner = Path.Combine(path, ".lock-owner");
            File.WriteAllText(owner, File.ReadAllText(owner).Replace($"{Environment.ProcessId}", "1"));
            Assert.That(run.HowToWait, Does.StartWith("The run is being written by another command: ").And.Contain("process 1 on "));
            Assert.That(run.HowToTrain("a.yaml"), Is.EqualTo(run.HowToWait));
        }

        Assert.That(run.HowToWait, Is.Null);
    }

    [Test]
    public void One_whose_folders_cannot_be_made_is_the_users_to_mend()
    {
        var run = RunFolder.Create(path, overwrite: false);
        folder.Write(Path.Combine("runs", "lgg"), "");
        Assert.That(() => run.Begin("seed: 1\n"), Throws.TypeOf<UserException>().With.Message.Contains(" cannot be written: "));
    }

    [TestCase("TCGA CS")]
    [TestCase("é", 36)]
    [TestCase("é", 37)]
    [TestCase("x", 218)]
    [TestCase("x", 219)]
    [TestCase("病", 25)]
    [TestCase("ab/", 3000)]
    public void Names_of_any_length_make_file_names_that_file_systems_take(string part, int times = 1)
    {
        var name = string.Concat(Enumerable.Repeat(part, times));
        var sheet = Path.GetFileName(RunFolder.At(path).SampleSheet(1000000, name, "-validation")) + ".writing";
        Assert.Multiple(() =>
        {
            Assert.That(Encoding.UTF8.GetByteCount(sheet), Is.LessThanOrEqualTo(255));
            Assert.That(RunFolder.FileName(name), Does.Match("^([A-Za-z0-9._~-]|%[0-9A-F]{2})*(=[0-9a-f]{16})?$"));
            Assert.That(RunFolder.FileName(name + "1"), Is.Not.EqualTo(RunFolder.FileName(name + "2")));
            Assert.That(Uri.EscapeDataString(name).Length > 218, Is.EqualTo(RunFolder.FileName(name).Contains('=')), "only long names are shortened");
        });
    }

    [Test]
    public void An_empty_folder_is_taken()
    {
        Directory.CreateDirectory(path);
        RunFolder.Create(path, overwrite: false).Begin("seed: 1\n");
        Assert.That(File.Exists(Path.Combine(path, "config.yaml")));
    }

    [Test]
    public void What_was_measured_of_a_run_is_named_and_goes_with_it()
    {
        RunFolder.Create(path, overwrite: false).Begin("seed: 1\n");
        foreach (var file in new[] { "fidelity/fidelity.csv", "audit/audit.json", "synthetic/synthesis.json", "segmentation/config.yaml", "segmentation/scores/a.csv", "evaluation/AsynDGAN/results.csv", "evaluation/mine/notes.txt" })
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(path, file))!);
            File.WriteAllText(Path.Combine(path, file), "of the old run");
        }

        var run = RunFolder.Create(path, overwrite: true);
        foreach (var below in new[] { "synthetic set in 'synthetic'", "comparison in 'segmentation'", "table of fidelity in 'fidelity'", "audit in 'audit'", $"evaluation in '{Path.Combine("evaluation", "AsynDGAN")}'" })
        {
            Assert.That(run.Replaced, Does.Contain(", with its " + below));
        }

        run.Begin("seed: 2\n");
        Assert.That(Directory.GetFiles(path, "*", SearchOption.AllDirectories).Select(file => Path.GetFileName(file)), Is.EquivalentTo(new[] { "config.yaml", "notes.txt" }));
    }

    [Test]
    [Platform("Linux,MacOsX")]
    public void What_a_link_in_a_replaced_run_leads_to_is_not_the_runs_and_stays_with_the_link([Values] bool evaluations)
    {
        var other = folder.Join("other");
        string[] files =
        [
            "checkpoints/epoch-0001/generator.safetensors", "synthetic/synthesis.json", "synthetic/images/a.png", "synthetic-left-out/synthesis.json", "fidelity/fidelity.csv", "audit/audit.json",
            "segmentation/config.yaml", "segmentation/scores/a.csv", "evaluation/net/results.csv",
        ];
        Array.ForEach(files, file => folder.Write($"other/{file}", ""));
        RunFolder.Create(path, overwrite: false).Begin("seed: 1\n");
        string[] links = ["checkpoints/epoch-best", "synthetic", "synthetic-left-out", "fidelity", "audit", "segmentation", evaluations ? "evaluation" : "evaluation/net"];
        foreach (var link in links)
        {
            Directory.CreateSymbolicLink(folder.In($"runs/lgg/{link}"), Path.Combine(other, link.Replace("best", "0001")));
        }

        var run = RunFolder.Create(path, overwrite: true);
        Assert.That(run.Replaced, Is.EqualTo($"replacing the run in '{path}'"));
        run.Begin("seed: 2\n");
        Assert.That(files.Select(file => Path.Combine(other, file)), Is.All.Exist);
        Assert.That(links.Select(link => new DirectoryInfo(Path.Combine(path, link)).LinkTarget), Is.All.StartsWith(other));
    }

    [Test]
    [Platform("Linux,MacOsX")]
    public void A_run_whose_checkpoints_are_a_link_to_anothers_is_not_replaced()
    {
        var checkpoint = folder.Write("other/checkpoints/last/state.json", "{}");
        RunFolder.Create(path, overwrite: false).Begin("seed: 1\n");
        Directory.CreateSymbolicLink(Path.Combine(path, "checkpoints"), folder.Join("other", "checkpoints"));
        Assert.That(
            () => RunFolder.Create(path, overwrite: true).Begin("seed: 2\n"),
            Throws.TypeOf<UserException>().With.Message.StartsWith($"The run in '{path}' cannot be replaced: '{Path.Combine(path, "checkpoints")}' is a link"));
        Assert.That(checkpoint, Does.Exist);
    }

    [Test]
    public void A_run_is_replaced_only_where_that_is_asked_for_and_only_when_the_new_one_begins()
    {
        RunFolder.Create(path, overwrite: false).Begin("seed: 1\n");
        File.WriteAllText(Path.Combine(path, "losses.csv"), "of the old run");
        var fault = Assert.Throws<UserException>(() => RunFolder.Create(path, overwrite: false));
        Assert.That(fault!.Message, Is.EqualTo($"There is a run in '{path}' already."));
        Assert.That(fault.Hint, Does.Contain("--resume").And.Contain("--overwrite"));

        var run = RunFolder.Create(path, overwrite: true);
        Assert.That(File.ReadAllText(run.Losses), Is.EqualTo("of the old run"));
        run.Begin("seed: 2\n");
        Assert.That(File.Exists(run.Losses), Is.False);
        Assert.That(File.ReadAllText(run.Configuration), Is.EqualTo("seed: 2\n"));
    }

    [Test]
    public void A_run_that_began_there_meanwhile_is_not_replaced()
    {
        var (first, second) = (RunFolder.Create(path, overwrite: false), RunFolder.Create(path, overwrite: false));
        first.Begin("seed: 1\n");
        Assert.That(() => second.Begin("seed: 2\n"), Throws.TypeOf<UserException>());
        Assert.That(File.ReadAllText(first.Configuration), Is.EqualTo("seed: 1\n"));
    }

    [TestCase("samples")]
    [TestCase("checkpoints")]
    [TestCase("checkpoints/last")]
    [TestCase("synthetic/images")]
    [Platform("Linux")]
    public void A_run_that_cannot_be_replaced_whole_stays_whole(string part)
    {
        string[] files = ["config.yaml", "samples/epoch-0001-a.png", "checkpoints/last/state.json", "synthetic/synthesis.json", "synthetic/manifest.csv", "synthetic/images/a.png", "audit/audit.json"];
        RunFolder.Create(path, overwrite: false).Begin("seed: 1\n");
        Array.ForEach(files[1..], file => folder.Write($"runs/lgg/{file}", ""));
        Unprivileged.Without(UnixFileMode.UserWrite, Path.Combine(path, part), () => Assert.That(
            () => RunFolder.Create(path, overwrite: true).Begin("seed: 2\n"),
            Throws.TypeOf<UserException>().With.Message.EqualTo($"The run in '{path}' cannot be replaced: '{Path.Combine(path, part)}' may not be written to. Nothing was deleted.")));
        Assert.That(Directory.GetFiles(path, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(path, file)), Is.EquivalentTo(files));
    }

    [TestCase("samples")]
    [TestCase("checkpoints")]
    [TestCase("checkpoints/last")]
    [TestCase("checkpoints/last.writing")]
    [Platform("Linux,MacOsX")]
    public void A_run_stays_whole_where_a_folder_of_the_new_one_could_not_be_made(string part)
    {
        RunFolder.Create(path, overwrite: false).Begin("seed: 1\n");
        Array.ForEach(["losses.csv", "synthetic/synthesis.json", "synthetic/images/a.png"], file => folder.Write($"runs/lgg/{file}", ""));
        var place = folder.In($"runs/lgg/{part}");
        if (Directory.Exists(place))
        {
            Directory.Delete(place);
        }

        File.CreateSymbolicLink(place, "/gone");
        Assert.That(
            () => RunFolder.Create(path, overwrite: true).Begin("seed: 2\n"),
            Throws.TypeOf<UserException>().With.Message.EqualTo($"The run in '{path}' cannot be replaced: '{place}' is a link to /gone, which is not there. Nothing was deleted."));
        Assert.That(Array.TrueForAll(["losses.csv", "synthetic/synthesis.json", "synthetic/images/a.png"], file => File.Exists(Path.Combine(path, file))));
    }

    [TestCase("synthetic")]
    [TestCase("evaluation/AsynDGAN")]
    [Platform("Linux")]
    public void A_run_stays_whole_where_it_cannot_be_seen_what_goes_with_it(string part)
    {
        RunFolder.Create(path, overwrite: false).Begin("seed: 1\n");
        Array.ForEach(["losses.csv", "synthetic/synthesis.json", "evaluation/AsynDGAN/results.csv"], file => folder.Write($"runs/lgg/{file}", ""));
        var run = RunFolder.Create(path, overwrite: true);
        Unprivileged.Without(UnixFileMode.UserRead | UnixFileMode.UserExecute, Path.Combine(path, part), () =>
        {
            Assert.That(() => run.Replaced, Throws.TypeOf<UserException>().With.Message.Contains(Path.Combine(path, part)));
            Assert.That(() => run.Begin("seed: 2\n"), Throws.TypeOf<UserException>().With.Message.Contains("a folder above it may not be looked into"));
        });
        Assert.That(File.Exists(run.Losses));
    }

    [Test]
    [Platform("Linux")]
    public void A_folder_of_evaluations_that_may_not_be_read_is_named()
    {
        RunFolder.Create(path, overwrite: false).Begin("seed: 1\n");
        var evaluations = Directory.CreateDirectory(Path.Combine(path, "evaluation")).FullName;
        var run = RunFolder.Create(path, overwrite: true);
        Unprivileged.Without(UnixFileMode.UserRead, evaluations, () =>
        {
            Assert.That(() => run.Replaced, Throws.TypeOf<UserException>().With.Message.StartsWith($"'{evaluations}' cannot be read: "));
            Assert.That(() => run.Begin("seed: 2\n"), Throws.TypeOf<UserException>().With.Message.StartsWith($"'{evaluations}' cannot be read: "));
        });
    }

    [Test]
    public void Other_files_are_never_replaced([Values] bool overwrite)
    {
        Directory.CreateDirectory(path);
        File.WriteAllText(Path.Combine(path, "thesis.txt"), "");
        var fault = Assert.Throws<UserException>(() => RunFolder.Create(path, overwrite));
        Assert.That(fault!.Message, Does.Contain("other files than a run's"));
        Assert.That(Directory.GetFiles(path), Has.Length.EqualTo(1));
    }

    [Test]
    public void A_file_is_no_folder([Values] bool overwrite)
    {
        File.WriteAllText(folder.Join("runs"), "");
        Assert.That(() => RunFolder.Create(folder.Join("runs"), overwrite), Throws.TypeOf<UserException>().With.Message.Contains("is a file"));
        Assert.That(() => RunFolder.Create(path, overwrite), Throws.TypeOf<UserException>().With.Message.Contains("cannot be written"));
    }

    [Test]
    public void A_folder_without_a_run_is_not_opened()
    {
        Assert.That(() => RunFolder.Open(path), Throws.TypeOf<UserException>().With.Message.Contains("no run to resume"));
    }

    [Test]
    public void Checkpoints_behind_a_link_to_nothing_are_not_called_missing()
    {
        RunFolder.Create(path, overwrite: false).Begin("seed: 1\n");
        File.CreateSymbolicLink(Path.Combine(path, "checkpoints"), "unmounted");
        Assert.That(() => RunFolder.Open(path), Throws.TypeOf<UserException>().With.Message.EndsWith("is a link to unmounted, which is not there.").And.Property("Hint").Not.Contains("--overwrite"));
    }

    [Test]
    public void A_run_is_opened_once_it_has_a_checkpoint()
    {
        RunFolder.Create(path, overwrite: false).Begin("seed: 1\n");
        Assert.That(() => RunFolder.Open(path), Throws.TypeOf<UserException>().With.Message.Contains("before its first checkpoint"));

        // As a kill between two moves leaves it.
        var whole = Path.Combine(path, "checkpoints", "last.complete");
        Directory.CreateDirectory(whole);
        File.WriteAllText(Path.Combine(whole, "state.json"), "{}");
        Assert.That(File.ReadAllText(Path.Combine(RunFolder.Open(path).LastCheckpoint, "state.json")), Is.EqualTo("{}"));
    }

    [TestCase("checkpoints")]
    [TestCase("")]
    [Platform("Linux")]
    public void A_run_that_may_not_be_looked_into_is_not_called_missing(string part)
    {
        RunFolder.Create(path, overwrite: false).Begin("seed: 1\n");
        folder.Write("runs/lgg/checkpoints/last/state.json", "{}");
        Unprivileged.Without(UnixFileMode.UserExecute, Path.Combine(path, part), () =>
        {
            Assert.That(() => RunFolder.Open(path), Throws.TypeOf<UserException>()
                .With.Message.Contains("a folder above it may not be looked into").And.Property(nameof(UserException.Hint)).EqualTo("Check the permissions of the folders above it."));
            Assert.That(RunFolder.At(path).HowToTrain("a.yaml"), Does.Contain("check the permissions").And.Not.Contain("asyndgan train"));
        });
    }

    [Test]
    public void A_run_is_not_trained_where_other_files_are_and_runs_near_them_are_named()
    {
        Assert.That(RunFolder.At(path).HowToTrain("a.yaml"), Does.StartWith("Train it first: asyndgan train --config a.yaml --out "));
        RunFolder.Create(path, overwrite: false).Begin("seed: 1\n");
        Assert.That(RunFolder.At(path).HowToTrain("a.yaml"), Does.Contain("train --config a.yaml --overwrite --out"));
        folder.Write("runs/lgg/synthetic/synthesis.json", "");
        folder.Write("runs/jobs.csv", "");
        foreach (var other in new[] { folder.Join("runs"), folder.Join("runs", "lgg", "synthetic") })
        {
            Assert.That(RunFolder.At(other).HowToTrain("a.yaml"), Is.EqualTo($"The folder holds other files than a run's: name a run's, such as {Path.GetRelativePath(".", path)}."));
        }
    }

    [TestCase("CS", "CS")]
    [TestCase("St. Mary's / Süd", "St.%20Mary%27s%20%2F%20S%C3%BCd")]
    [TestCase("..\\..\\x", "..%5C..%5Cx")]
    [TestCase("a:b", "a%3Ab")]
    [TestCase("con", "%63on")]
    [TestCase("%63on", "%2563on")]
    [TestCase("AUX.1", "%41UX.1")]
    [TestCase("com9.x.y", "%63om9.x.y")]
    [TestCase("nulls", "nulls")]
    [TestCase("x.nul", "x.nul")]
    public void A_sites_files_stay_in_the_run_whatever_its_name(string site, string file)
    {
        var run = RunFolder.Create(path, overwrite: false);
        Assert.That(run.SampleSheet(5, site, "-validation"), Is.EqualTo(Path.Combine(path, "samples", $"epoch-0005-{file}-validation.png")));
        Assert.That(RunFolder.FileName(site), Is.EqualTo(file));
    }
}
