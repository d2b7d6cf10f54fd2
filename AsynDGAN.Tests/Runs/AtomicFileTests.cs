using AsynDGAN.Core;
using AsynDGAN.Core.Runs;

namespace AsynDGAN.Tests.Runs;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class AtomicFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly string file;

    public AtomicFileTests()
    {
        file = folder.Join("losses.csv");
    }

    public void Dispose()
    {
        folder.Dispose();
    }

    [Test]
    public void A_text_is_written_as_utf8_without_a_byte_order_mark()
    {
        AtomicFile.WriteText(file, "Köln\n");
        Assert.That(File.ReadAllBytes(file), Is.EqualTo(new byte[] { (byte)'K', 0xc3, 0xb6, (byte)'l', (byte)'n', (byte)'\n' }));
        Assert.That(folder.Names(), Is.EqualTo(new[] { "losses.csv" }));
    }

    [Test]
    public void Bytes_replace_a_longer_file_whole()
    {
        File.WriteAllBytes(file, new byte[100]);
        AtomicFile.WriteBytes(file, new byte[] { 1, 2, 3 });
        Assert.That(File.ReadAllBytes(file), Is.EqualTo(new byte[] { 1, 2, 3 }));
    }

    [Test]
    public void A_callback_may_seek_back_to_write_a_header()
    {
        AtomicFile.Write(file, stream =>
        {
            stream.Write([0, 7, 8]);
            stream.Position = 0;
            stream.WriteByte(2);
        });
        Assert.That(File.ReadAllBytes(file), Is.EqualTo(new byte[] { 2, 7, 8 }));
    }

    [Test]
    public void The_old_file_is_there_until_the_new_one_is_whole()
    {
        AtomicFile.WriteText(file, "old");
        AtomicFile.Write(file, stream =>
        {
            stream.Write("new"u8);
            stream.Flush();
            Assert.That(File.ReadAllText(file), Is.EqualTo("old"));
        });
        Assert.That(File.ReadAllText(file), Is.EqualTo("new"));
    }

    [Test]
    public void A_callback_that_throws_leaves_the_old_file_and_nothing_else()
    {
        AtomicFile.WriteText(file, "old");
        Assert.That(
            () => AtomicFile.Write(file, stream =>
            {
                stream.Write("half"u8);
                throw new InvalidOperationException("a bug");
            }),
            Throws.InvalidOperationException.With.Message.EqualTo("a bug"));
        Assert.That(File.ReadAllText(file), Is.EqualTo("old"));
        Assert.That(folder.Names(), Is.EqualTo(new[] { "losses.csv" }));
    }

    [Test]
    public void The_leftover_of_a_kill_is_replaced()
    {
        File.WriteAllText(file + ".writing", "half of a longer file");
        AtomicFile.WriteText(file, "new");
        Assert.That(File.ReadAllText(file), Is.EqualTo("new"));
        Assert.That(folder.Names(), Is.EqualTo(new[] { "losses.csv" }));
    }

    [Test]
    public void What_another_writer_has_begun_stays()
    {
        using (new FileStream(file + ".writing", FileMode.Create, FileAccess.ReadWrite, FileShare.None))
        {
            Assert.That(() => AtomicFile.WriteText(file, "mine"), Throws.TypeOf<UserException>().With.Message.Contains("cannot be written"));
            Assert.That(folder.Names(), Is.EqualTo(new[] { "losses.csv.writing" }));
        }
    }

    [Test]
    public void A_new_file_takes_the_place_of_none()
    {
        AtomicFile.WriteNewText(file, "first");
        Assert.That(() => AtomicFile.WriteNewText(file, "second"), Throws.TypeOf<UserException>().With.Message.Contains("cannot be written"));
        Assert.That((File.ReadAllText(file), folder.Names()), Is.EqualTo(("first", new[] { "losses.csv" })));
    }

    [Test]
    public void A_missing_folder_is_the_users_to_mend()
    {
        var missing = folder.Join("missing", "losses.csv");
        var fault = Assert.Throws<UserException>(() => AtomicFile.WriteText(missing, "new"));
        Assert.That(fault!.Message, Does.StartWith(missing + " cannot be written: "));
        Assert.That(fault.Hint, Is.EqualTo("Check the free space and the permissions of its folder."));
    }

    [Test]
    [Platform("Linux")]
    public void A_folder_in_which_no_file_can_be_made_is_fixed_only_for_want_of_the_right_to()
    {
        // A path takes 4095 bytes: the folder's fits, that of a file in it does not.
        var deep = folder.Path;
        while (deep.Length < 4060)
        {
            deep = Path.Combine(deep, new string('a', Math.Min(200, 4075 - deep.Length)));
        }

        Directory.CreateDirectory(deep);
        Assert.That(AtomicFile.CanWriteIn(deep), Is.False);
        Assert.That(() => AtomicFile.RefuseFixed([deep]), Throws.Nothing);
        Unprivileged.Without(UnixFileMode.UserWrite, folder.Path, () => Assert.That(
            () => AtomicFile.RefuseFixed([folder.Path]), Throws.TypeOf<UnauthorizedAccessException>().With.Message.Contains("may not be written to")));
    }

    [Test]
    public void A_folder_of_that_name_is_kept()
    {
        Directory.CreateDirectory(file);
        Assert.That(() => AtomicFile.WriteText(file, "new"), Throws.TypeOf<UserException>());
        Assert.That(folder.Names(), Is.EqualTo(new[] { "losses.csv" }));
        Assert.That(Directory.Exists(file));
    }
}
