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
    [TestCase("unfinished.writing/report.html")]
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
    [Platform("Linux")]
    public void A_folder_that_may_not_be_looked_into_is_not_said_to_hold_other_files()
    {
        Write(["audit.json", "audit.html"]);
        Unprivileged.Without(UnixFileMode.UserExecute, folder.Path, () => Assert.That(
            () => FolderKind.Audit.RefuseOthers(folder.Path), Throws.TypeOf<UserException>().With.Message.Contains("a folder above it may not be looked into")));
    }

    [Test]
    public void A_comparison_is_no_evaluation()
    {
        Write(["results.csv", "config.yaml", "scores/x.csv"]);
        Assert.That(FolderKind.Comparison.Is(folder.Path), Is.True);
        Assert.That(() => FolderKind.Evaluation.RefuseOthers(folder.Path), Throws.TypeOf<UserException>().With.Message.Contains("than an evaluation's"));
    }

    [Test]
    public void Files_that_are_replaced_together_take_the_place_of_all_that_the_program_wrote_and_of_nothing_else()
    {
        Write(["audit.json", "audit.html", "config.yaml", "provenance.json", "notes.txt", "unfinished.writing/of-a-kill.html"]);
        FolderKind.Audit.Replace(folder.Path, whole =>
        {
            File.WriteAllText(Path.Combine(whole, "audit.json"), "new");
            Directory.CreateDirectory(Path.Combine(whole, "below"));
            File.WriteAllText(Path.Combine(whole, "below", "a.csv"), "new");
        });
        Assert.That(Files(), Is.EquivalentTo(new[] { "audit.json", "below/a.csv", "notes.txt" }));
        Assert.That(Directory.Exists(folder.Join(FolderKind.Unfinished)), Is.False);
        Assert.That(File.ReadAllText(folder.Join("audit.json")), Is.EqualTo("new"));
    }

    [Test]
    public void A_writing_that_fails_on_its_way_leaves_what_was_there([Values] bool stopped)
    {
        Write(["audit.json", "audit.html"]);
        Assert.That(
            () => FolderKind.Audit.Replace(folder.Path, whole =>
            {
                File.WriteAllText(Path.Combine(whole, "audit.html"), "new");
                throw stopped ? new OperationCanceledException() : new IOException("No space left on device");
            }),
            stopped ? Throws.TypeOf<OperationCanceledException>() : Throws.TypeOf<UserException>().With.Message.Contains("No space left on device"));
        Assert.That(Files().Select(file => (file, File.ReadAllText(folder.Join(file)))), Is.EquivalentTo(new[] { ("audit.json", ""), ("audit.html", "") }));
        Assert.That(Directory.Exists(folder.Join(FolderKind.Unfinished)), Is.False);
    }

    [Test]
    public void A_replacement_that_was_cut_off_is_ended_by_the_next_command_and_leaves_nothing_of_both()
    {
        // The second of the new files cannot take its place, as where the process is killed there.
        Write(["predictions.csv", "overlay.png", "masks/a.png", "masks/b.png", "masks/notes.txt"]);
        Directory.CreateDirectory(folder.Join("provenance.json"));
        File.WriteAllText(folder.Join("provenance.json", "in-the-way.txt"), "");
        Assert.That(
            () => FolderKind.Prediction.Replace(folder.Path, whole =>
            {
                Directory.CreateDirectory(Path.Combine(whole, "masks"));
                foreach (var file in new[] { "predictions.csv", "masks/b.png", "masks/c.png", "provenance.json" })
                {
                    File.WriteAllText(Path.Combine(whole, file), "new");
                }
            }),
            Throws.TypeOf<UserException>());
        Assert.That(Directory.Exists(folder.Join(FolderKind.Complete)), Is.True);

        Directory.Delete(folder.Join("provenance.json"), recursive: true);
        using (FolderLock.Take(folder.Path))
        {
            string[] written = ["predictions.csv", "masks/b.png", "masks/c.png", "provenance.json"];
            Assert.That(Files().Where(file => !FolderLock.Owns(file)), Is.EquivalentTo(written.Append("masks/notes.txt")));
            Assert.That(written.Select(file => File.ReadAllText(folder.Join(file))), Is.All.EqualTo("new"));
        }

        Assert.That(Directory.Exists(folder.Join(FolderKind.Complete)), Is.False);
    }

    [Test]
    public void What_is_left_of_a_replacement_deletes_nothing_outside_of_its_folder_and_is_said_where_it_is_damaged()
    {
        Write(["run/unfinished.complete/new.txt", "mine.txt"]);
        File.WriteAllText(folder.Join("run", FolderKind.Complete, "going.json"), "[\"../mine.txt\"]");
        FolderLock.Take(folder.Join("run")).Dispose();
        Assert.That(Files(), Is.EquivalentTo(new[] { "run/new.txt", "mine.txt" }));

        Write(["run/unfinished.complete/going.json"]);
        Assert.That(() => FolderLock.Take(folder.Join("run")), Throws.TypeOf<UserException>().With.Message.Contains("going.json' is damaged"));
        Directory.Delete(folder.Join("run", FolderKind.Complete), recursive: true);
        Assert.That(() => FolderLock.Take(folder.Join("run")).Dispose(), Throws.Nothing);
    }

    [Test]
    public void Files_that_have_the_programs_names_and_are_in_none_of_its_tables_are_told()
    {
        Write(["predictions.csv", "overlay.png", "notes.txt", "masks/a.png", "masks/b.nii.gz", "masks/mine.png", "masks/mine.txt", "masks/c.png.writing"]);
        Assert.That(FolderKind.Prediction.Unlisted(folder.Path, ["masks/a.png", "masks/b.nii.gz", "masks/gone.png"]), Is.EqualTo(new[] { "masks/mine.png" }));
    }

    [Test]
    public void Files_that_are_added_together_leave_the_others()
    {
        Write(["config.yaml", "scores/a.csv", "table.csv"]);
        FolderKind.Comparison.Add(folder.Path, whole => File.WriteAllText(Path.Combine(whole, "table.csv"), "new"));
        Assert.That(Files(), Is.EquivalentTo(new[] { "config.yaml", "scores/a.csv", "table.csv" }));
        Assert.That(File.ReadAllText(folder.Join("table.csv")), Is.EqualTo("new"));
    }

    [Test]
    public void What_was_made_of_files_that_are_written_anew_goes_with_them()
    {
        Write(["config.yaml", "scores/a.csv", "near-copies-Old.png", "near-copies-New.png", "leave-one-site-out.csv", "notes.csv"]);
        FolderKind.Comparison.Add(folder.Path, whole => File.WriteAllText(Path.Combine(whole, "near-copies-New.png"), "new"), "near-copies-*.png", "leave-one-site-out.csv");
        Assert.That(Files(), Is.EquivalentTo(new[] { "config.yaml", "scores/a.csv", "near-copies-New.png", "notes.csv" }));
        Assert.That(File.ReadAllText(folder.Join("near-copies-New.png")), Is.EqualTo("new"));
    }

    [TestCase("samples")]
    [TestCase("samples/nearest")]
    [TestCase("checkpoints")]
    [Platform("Linux")]
    public void Nothing_is_cleared_where_a_part_could_not_be(string part)
    {
        string[] own = ["config.yaml", "losses.csv", "samples/epoch-0001-a.png", "samples/nearest/epoch-0001-a.png", "checkpoints/epoch-0001/generator.safetensors", "weights/generator.safetensors"];
        Write(own);
        Unprivileged.Without(UnixFileMode.UserWrite, folder.Join(part), () => Assert.That(
            () => FolderKind.Run.Clear(folder.Path), Throws.TypeOf<UnauthorizedAccessException>().With.Message.EqualTo($"'{folder.Join(part)}' may not be written to. Nothing was deleted.")));
        Assert.That(Files(), Is.EquivalentTo(own));
    }

    [Test]
    [Platform("Linux")]
    public void Nothing_is_cleared_where_it_cannot_be_seen_whether_a_folder_is_empty()
    {
        Write(["config.yaml", "losses.csv", "samples/mine/a.txt"]);
        Unprivileged.Without(UnixFileMode.UserRead, folder.Join("samples", "mine"), () => Assert.That(() => FolderKind.Run.Clear(folder.Path), Throws.TypeOf<UnauthorizedAccessException>()));
        Assert.That(Files(), Does.Contain("losses.csv"));
    }

    [Test]
    [Platform("Linux")]
    public void Files_take_no_places_where_one_of_them_could_not()
    {
        string[] own = ["predictions.csv", "masks/a.png"];
        Write(own);
        Unprivileged.Without(UnixFileMode.UserWrite, folder.Join("masks"), () => Assert.That(
            () => FolderKind.Prediction.Replace(folder.Path, whole => File.WriteAllText(Path.Combine(whole, "predictions.csv"), "new")),
            Throws.TypeOf<UserException>().With.Message.Contains("masks' may not be written to")));
        Assert.That(Files(), Is.EquivalentTo(own));
        Assert.That(File.ReadAllText(folder.Join("predictions.csv")), Is.Empty);
    }

    [Test]
    [Platform("Linux")]
    public void What_a_link_in_it_leads_to_is_neither_looked_into_nor_deleted()
    {
        Write(["config.yaml", "samples/epoch-0001-a.png", "samples/empty/.hidden/a.png"]);
        File.Delete(folder.Join("samples", "empty", ".hidden", "a.png"));
        var mine = Directory.CreateDirectory(folder.Join("mine", "empty")).FullName;
        File.CreateSymbolicLink(folder.Join("samples", "link"), "../mine");
        Unprivileged.Without(UnixFileMode.UserRead, mine, () => FolderKind.Run.Clear(folder.Path));
        Assert.That(Directory.Exists(mine));
        Assert.That(Directory.GetFileSystemEntries(folder.Join("samples")), Is.EqualTo(new[] { folder.Join("samples", "link") }));
    }

    [Test]
    [Platform("Linux,MacOsX")]
    public void Files_behind_a_link_to_another_runs_folder_stay_with_the_link()
    {
        string[] others = ["other/checkpoints/epoch-0001/generator.safetensors", "other/images/a.png"];
        Write([.. others, "run/config.yaml", "run/checkpoints/epoch-0001/generator.safetensors", "run/weights/generator.safetensors", "set/synthesis.json", "set/masks/a.png"]);
        Directory.CreateSymbolicLink(folder.Join("run", "checkpoints", "epoch-best"), "../../other/checkpoints/epoch-0001");
        FolderKind.Run.Clear(folder.Join("run"));
        Assert.That(Directory.GetFileSystemEntries(folder.Join("run", "checkpoints")), Is.EqualTo(new[] { folder.Join("run", "checkpoints", "epoch-best") }));

        Directory.CreateSymbolicLink(folder.Join("set", "images"), "../other/images");
        FolderKind.SyntheticSet.Remove(folder.Join("set"));
        Assert.That(Directory.GetFileSystemEntries(folder.Join("set")), Is.EqualTo(new[] { folder.Join("set", "images") }));
        Assert.That(others.Select(file => folder.Join(file)), Is.All.Exist);
    }

    [TestCase("samples")]
    [TestCase("samples/nearest")]
    [TestCase("checkpoints")]
    [TestCase("sites")]
    [TestCase("weights")]
    [Platform("Linux,MacOsX")]
    public void Nothing_is_cleared_where_a_folder_that_is_written_anew_is_a_link_to_files(string part)
    {
        Write(["config.yaml", "losses.csv", "mine/below/a.png"]);
        Directory.CreateDirectory(folder.Join("samples"));
        var link = folder.Join(part);
        if (Directory.Exists(link))
        {
            Directory.Delete(link);
        }

        Directory.CreateSymbolicLink(link, folder.Join("mine"));
        Assert.That(
            () => FolderKind.Run.Clear(folder.Path),
            Throws.TypeOf<IOException>().With.Message.EqualTo($"'{link}' is a link, and the files behind it may be another's: move them away, or remove the link. Nothing was deleted."));
        Assert.That(new[] { "losses.csv", "mine/below/a.png" }.Select(file => folder.Join(file)), Is.All.Exist);

        Directory.Delete(folder.Join("mine", "below"), recursive: true);
        FolderKind.Run.Clear(folder.Path);
        Assert.That(folder.Join("losses.csv"), Does.Not.Exist);
        Assert.That(new DirectoryInfo(link).LinkTarget, Is.EqualTo(folder.Join("mine")));
    }

    [Test]
    [Platform("Linux,MacOsX")]
    public void Files_are_not_replaced_behind_a_link_and_nothing_is_made_for_it()
    {
        Write(["predictions.csv", "mine/a.png"]);
        Directory.CreateSymbolicLink(folder.Join("masks"), "mine");
        Assert.That(() => FolderKind.Prediction.Replace(folder.Path, _ => Assert.Fail("begun")), Throws.TypeOf<UserException>().With.Message.Contains("masks' is a link"));
        Assert.That(folder.Names(), Is.EqualTo(new[] { "masks", "mine", "predictions.csv" }));
        Assert.That(folder.Join("mine", "a.png"), Does.Exist);
    }

    [Test]
    [Platform("Linux,MacOsX")]
    public void Files_take_no_places_before_the_disk_has_them_all()
    {
        Write(["predictions.csv"]);
        Assert.That(
            () => FolderKind.Prediction.Replace(folder.Path, whole =>
            {
                File.WriteAllText(Path.Combine(whole, "predictions.csv"), "new");
                File.CreateSymbolicLink(Path.Combine(whole, "overlay.png"), "not there to be flushed");
            }),
            Throws.TypeOf<UserException>().With.Message.Contains("overlay.png"));
        Assert.That(folder.Names(), Is.EqualTo(new[] { "predictions.csv" }));
        Assert.That(File.ReadAllText(folder.Join("predictions.csv")), Is.Empty);
    }

    [TestCase("samples")]
    [TestCase("samples/nearest")]
    [TestCase("checkpoints")]
    [TestCase("sites")]
    [Platform("Linux,MacOsX")]
    public void Nothing_is_cleared_where_a_folder_could_not_be_made_anew(string part)
    {
        Write(["config.yaml", "losses.csv", "weights/generator.safetensors", part]);
        var place = folder.Join(part);
        Assert.That(() => FolderKind.Run.Clear(folder.Path), Throws.TypeOf<IOException>().With.Message.EqualTo($"'{place}' is a file, where a folder is wanted. Nothing was deleted."));
        File.Delete(place);
        File.CreateSymbolicLink(place, "/gone");
        Assert.That(() => FolderKind.Run.Clear(folder.Path), Throws.TypeOf<IOException>().With.Message.EqualTo($"'{place}' is a link to /gone, which is not there. Nothing was deleted."));
        Assert.That(Files(), Does.Contain("losses.csv").And.Contain("weights/generator.safetensors"));
    }

    [Test]
    [Platform("Linux")]
    public void Nothing_is_cleared_where_an_empty_folder_may_not_be_written_to()
    {
        Write(["config.yaml", "losses.csv", "weights/generator.safetensors"]);
        Directory.CreateDirectory(folder.Join("checkpoints"));
        Unprivileged.Without(UnixFileMode.UserWrite, folder.Join("checkpoints"), () => Assert.That(
            () => FolderKind.Run.Clear(folder.Path), Throws.TypeOf<UnauthorizedAccessException>().With.Message.Contains("checkpoints' may not be written to")));
        Assert.That(Files(), Does.Contain("losses.csv"));
    }

    [Test]
    [Platform("Linux,MacOsX")]
    public void A_folder_that_is_not_made_anew_hinders_no_removal()
    {
        Write(["synthesis.json", "masks/a.png"]);
        File.CreateSymbolicLink(folder.Join("images"), "/gone");
        FolderKind.SyntheticSet.Remove(folder.Path);
        Assert.That(folder.Names(), Is.EqualTo(new[] { "images" }));
    }

    [Test]
    [Platform("Linux,MacOsX")]
    public void Files_take_no_places_where_their_folder_is_a_link_that_leads_nowhere()
    {
        Write(["predictions.csv", "overlay.png"]);
        File.CreateSymbolicLink(folder.Join("masks"), "/gone");
        Assert.That(
            () => FolderKind.Prediction.Replace(folder.Path, whole =>
            {
                Directory.CreateDirectory(Path.Combine(whole, "masks"));
                File.WriteAllText(Path.Combine(whole, "masks", "a.png"), "new");
            }),
            Throws.TypeOf<UserException>().With.Message.Contains("masks' is a link to /gone, which is not there"));
        Assert.That(folder.Names(), Is.EqualTo(new[] { "masks", "overlay.png", "predictions.csv" }));
    }

    [Test]
    public void A_deletion_that_fails_on_its_way_says_that_a_part_is_gone() => Assert.That(
        () => FolderKind.Deleting(() => throw new UnauthorizedAccessException("Access is denied.")), Throws.TypeOf<IOException>().With.Message.EqualTo("Access is denied. A part of what was to be replaced is gone."));

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
