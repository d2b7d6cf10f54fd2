using AsynDGAN.Core;
using AsynDGAN.Core.Runs;

namespace AsynDGAN.Tests.Runs;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class AtomicFolderTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly string last;

    public AtomicFolderTests()
    {
        last = folder.Join("last");
    }

    public void Dispose()
    {
        folder.Dispose();
    }

    [Test]
    public void A_first_folder_is_written()
    {
        AtomicFolder.Write(last, Fill("new"));
        Assert.That(Content(last), Is.EqualTo("new new"));
        Assert.That(folder.Names(), Is.EqualTo(new[] { "last" }));
    }

    [Test]
    public void A_folder_replaces_another_with_all_its_files()
    {
        AtomicFolder.Write(last, path =>
        {
            Fill("old")(path);
            File.WriteAllText(Path.Combine(path, "site-C.safetensors"), "of the old one only");
        });
        AtomicFolder.Write(last + Path.DirectorySeparatorChar, Fill("new"));
        Assert.That(Content(last), Is.EqualTo("new new"));
        Assert.That(File.Exists(Path.Combine(last, "site-C.safetensors")), Is.False);
        Assert.That(folder.Names(), Is.EqualTo(new[] { "last" }));
    }

    [Test]
    public void The_old_folder_is_there_while_the_new_one_is_filled()
    {
        AtomicFolder.Write(last, Fill("old"));
        AtomicFolder.Write(last, path =>
        {
            Fill("new")(path);
            Assert.That(Content(last), Is.EqualTo("old old"));
        });
        Assert.That(Content(last), Is.EqualTo("new new"));
    }

    [Test]
    public void A_callback_that_throws_leaves_the_old_folder()
    {
        AtomicFolder.Write(last, Fill("old"));
        Assert.That(
            () => AtomicFolder.Write(last, path =>
            {
                File.WriteAllText(Path.Combine(path, "state.json"), "half");
                throw new InvalidOperationException("a bug");
            }),
            Throws.InvalidOperationException);
        Assert.That(AtomicFolder.Recover(last));
        Assert.That(Content(last), Is.EqualTo("old old"));
        Assert.That(folder.Names(), Is.EqualTo(new[] { "last" }));
    }

    [Test]
    public void Nothing_is_recovered_where_nothing_was_written()
    {
        Assert.That(AtomicFolder.Recover(last), Is.False);
        Assert.That(folder.Names(), Is.Empty);
    }

    // What a kill leaves at each stage: the folders that are whole with their content, those that are not as "half".
    [TestCase("writing=half", null)]
    [TestCase("complete=new", "new new")]
    [TestCase("=old writing=half", "old old")]
    [TestCase("=old complete=new", "new new")]
    [TestCase("old=old complete=new", "new new")]
    [TestCase("=new old=old", "new new")]
    [TestCase("=new old=half", "new new")]
    public void A_kill_leaves_a_whole_folder(string state, string? expected)
    {
        Leave(state);
        Assert.That(AtomicFolder.Recover(last), Is.EqualTo(expected is not null));
        Assert.That(folder.Names(), Is.EqualTo(expected is null ? Array.Empty<string>() : ["last"]));
        if (expected is not null)
        {
            Assert.That(Content(last), Is.EqualTo(expected));
        }
    }

    [TestCase("complete=new", "new new")]
    [TestCase("=old writing=half", "old old")]
    [TestCase("=old complete=new", "new new")]
    [TestCase("old=old complete=new", "new new")]
    [TestCase("=new old=half", "new new")]
    public void A_reader_finds_the_whole_folder_wherever_a_kill_left_it(string state, string expected)
    {
        Leave(state);
        var before = folder.Names();
        Assert.That(Content(AtomicFolder.Newest(last)), Is.EqualTo(expected));
        Assert.That(folder.Names(), Is.EqualTo(before), "it only reads");
    }

    // A second kill while the first was being recovered from: the old folder was already being deleted.
    [TestCase("=old old=half complete=new")]
    [TestCase("=old old=half writing=half complete=new")]
    public void A_kill_during_recovery_leaves_a_whole_folder(string state)
    {
        Leave(state);
        Assert.That(AtomicFolder.Recover(last));
        Assert.That(Content(last), Is.EqualTo("new new"));
        Assert.That(folder.Names(), Is.EqualTo(new[] { "last" }));
    }

    [TestCase("writing=half")]
    [TestCase("complete=new")]
    [TestCase("=old writing=half")]
    [TestCase("=old complete=new")]
    [TestCase("old=old complete=new")]
    [TestCase("=new old=half")]
    public void The_next_writing_starts_from_any_leftover(string state)
    {
        Leave(state);
        AtomicFolder.Write(last, Fill("newest"));
        Assert.That(Content(last), Is.EqualTo("newest newest"));
        Assert.That(folder.Names(), Is.EqualTo(new[] { "last" }));
    }

    [Test]
    public void A_whole_folder_waiting_is_put_in_place_before_the_next_is_filled()
    {
        Leave("=old complete=new");
        AtomicFolder.Write(last, path =>
        {
            Fill("newest")(path);
            Assert.That(Content(last), Is.EqualTo("new new"));
        });
    }

    [Test]
    public void A_moved_old_folder_is_not_deleted_where_nothing_replaces_it()
    {
        Leave("old=old");
        Assert.That(AtomicFolder.Recover(last), Is.False);
        Assert.That(Content(last + ".old"), Is.EqualTo("old old"));
    }

    [Test]
    public void A_file_of_that_name_is_the_users_to_mend()
    {
        File.WriteAllText(last, "a file");
        var fault = Assert.Throws<UserException>(() => AtomicFolder.Write(last, Fill("new")));
        Assert.That(fault!.Message, Does.StartWith(last + " cannot be written: "));
        Assert.That(File.ReadAllText(last), Is.EqualTo("a file"));
    }

    [Test]
    [Platform("Linux")]
    public void A_folder_that_a_link_leads_to_need_not_be_writable([Values] bool isLink)
    {
        var mine = Directory.CreateDirectory(folder.Join("mine")).FullName;
        if (!isLink)
        {
            AtomicFolder.Write(last, Fill("old"));
        }

        File.CreateSymbolicLink(isLink ? last : Path.Combine(last, "link"), mine);
        Unprivileged.Without(UnixFileMode.UserRead | UnixFileMode.UserWrite, mine, () =>
        {
            Assert.That(() => AtomicFolder.RefuseFixed(last), Throws.Nothing);
            AtomicFolder.Discard(last);
        });
        Assert.That(folder.Names(), Is.EqualTo(new[] { "mine" }));
    }

    private static Action<string> Fill(string content)
    {
        return path =>
        {
            File.WriteAllText(Path.Combine(path, "state.json"), content);
            Directory.CreateDirectory(Path.Combine(path, "sites"));
            File.WriteAllText(Path.Combine(path, "sites", "A.safetensors"), content);
        };
    }

    private static string Content(string path)
    {
        return File.ReadAllText(Path.Combine(path, "state.json")) + " " + File.ReadAllText(Path.Combine(path, "sites", "A.safetensors"));
    }

    private void Leave(string state)
    {
        foreach (var part in state.Split(' '))
        {
            var (suffix, content) = (part.Split('=')[0], part.Split('=')[1]);
            var path = Directory.CreateDirectory(suffix.Length == 0 ? last : last + "." + suffix).FullName;
            if (content == "half")
            {
                File.WriteAllText(Path.Combine(path, "state.json"), "half");
            }
            else
            {
                Fill(content)(path);
            }
        }
    }
}
