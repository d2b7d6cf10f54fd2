using AsynDGAN.Core;
using AsynDGAN.Core.Runs;

namespace AsynDGAN.Tests.Runs;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class FolderLockTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Test]
    public void A_folder_has_one_owner_and_the_message_says_which()
    {
        using var held = FolderLock.Take(folder.Join("run"));
        var fault = Assert.Throws<UserException>(() => FolderLock.Take(folder.Join("run")));
        Assert.That(fault!.Message, Does.Contain($"The folder '{folder.Join("run")}' is being written by another command: ")
            .And.Contain($"process {Environment.ProcessId} on {Environment.MachineName}, since {DateTime.UtcNow:yyyy-}"));
    }

    [Test]
    public void A_folder_can_be_taken_again_once_it_is_given_back()
    {
        FolderLock.Take(folder.Path).Dispose();
        FolderLock.Take(folder.Path).Dispose();
        Assert.That(folder.Names(), Is.Empty);
    }

    [Test]
    public void Files_that_a_killed_process_left_hinder_nobody()
    {
        File.WriteAllText(folder.Join(".lock"), "xyz");
        File.WriteAllText(folder.Join(".lock-owner"), "{}");
        FolderLock.Take(folder.Path).Dispose();
    }

    [Test]
    public void Folders_that_were_made_go_again_where_nothing_was_written_there()
    {
        FolderLock.Take(folder.Join("a", "b")).Dispose();
        Assert.That(folder.Names(), Is.Empty);
        using (FolderLock.Take(folder.Join("c", "d")))
        {
            File.WriteAllText(folder.Join("c", "d", "kept"), "");
        }

        Assert.That(Directory.EnumerateFileSystemEntries(folder.Join("c", "d")).Select(Path.GetFileName), Is.EqualTo(new[] { "kept" }));
    }

    [Test]
    public void Patience_waits_for_the_other()
    {
        var held = FolderLock.Take(folder.Path);
        var waiting = Task.Run(() => FolderLock.Take(folder.Path, TimeSpan.FromMinutes(1)).Dispose());
        Assert.That(waiting.Wait(TimeSpan.FromMilliseconds(100)), Is.False);
        held.Dispose();
        Assert.That(waiting.Wait(TimeSpan.FromMinutes(1)), Is.True);
    }

    /// <summary>Many takers at once, giving back and deleting under each other's hands.</summary>
    [Test]
    public void No_two_have_it_at_a_time()
    {
        var (inside, overlaps) = (0, 0);
        Parallel.For(0, 8, new ParallelOptions { MaxDegreeOfParallelism = 8 }, _ =>
        {
            for (var i = 0; i < 50; i++)
            {
                using var held = FileLock.Take(folder.Join("lock"), "it", TimeSpan.FromMinutes(1));
                Interlocked.Add(ref overlaps, Interlocked.Increment(ref inside) - 1);
                Interlocked.Decrement(ref inside);
            }
        });
        Assert.That(overlaps, Is.Zero);
    }

    [Test]
    public void The_working_folder_and_what_holds_it_are_refused([Values(".", "..", "/")] string path)
    {
        Assert.That(() => FolderLock.Take(path), Throws.TypeOf<UserException>().With.Message.Contains($"--out {path} is the working folder"));
    }

    [Test]
    [Platform("Linux,MacOsX")]
    public void A_link_is_followed_and_never_replaced()
    {
        Directory.CreateDirectory(folder.Join("target"));
        File.CreateSymbolicLink(folder.Join("link"), folder.Join("target"));
        using (FolderLock.Take(folder.Join("link")))
        {
            Assert.That(() => FolderLock.Take(folder.Join("target")), Throws.TypeOf<UserException>());
        }

        Assert.That(new FileInfo(folder.Join("link")).LinkTarget, Is.EqualTo(folder.Join("target")));
    }

    [Test]
    [Platform("Linux,MacOsX")]
    public void A_link_that_leads_nowhere_is_one_message()
    {
        File.CreateSymbolicLink(folder.Join("link"), folder.Join("gone"));
        Assert.That(() => FolderLock.Take(folder.Join("link")), Throws.TypeOf<UserException>().With.Message.Contains("is a link to").And.Message.Contains("gone"));
    }

    [Test]
    [Platform("Linux,MacOsX")]
    public void A_link_to_itself_is_no_file()
    {
        File.CreateSymbolicLink(folder.Join("link"), folder.Join("link"));
        Assert.That(() => FolderLock.Take(folder.Join("link")), Throws.TypeOf<UserException>().With.Message.Contains("is a link to"));
    }

    [Test]
    [Platform("Linux")]
    public void What_could_not_be_locked_for_want_of_room_is_not_left_there()
    {
        // The device has no length that could be set.
        File.CreateSymbolicLink(folder.Join("lock"), "/dev/full");
        Assert.That(() => FileLock.Take(folder.Join("lock"), "it", TimeSpan.FromMinutes(1)), Throws.Exception);
        Assert.That(folder.Names(), Is.Empty);
    }

    [Test]
    public void A_link_to_the_working_folder_is_refused_as_it_is()
    {
        Directory.CreateSymbolicLink(folder.Join("link"), Environment.CurrentDirectory);
        Assert.That(() => FolderLock.Take(folder.Join("link")), Throws.TypeOf<UserException>().With.Message.Contains("is the working folder"));
    }
}
