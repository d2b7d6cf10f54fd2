using AsynDGAN.Core.Runs;

namespace AsynDGAN.Tests.Runs;

public class JoinedFoldersTests
{
    [Test]
    public void A_plus_joins_folders_but_where_it_is_of_a_run_s_own_path()
    {
        using var folder = new TemporaryFolder();
        RunFolder.Create(folder.Join("a+b"), overwrite: false).Begin("");
        Assert.That(JoinedFolders.Of(folder.Join("a+b")), Is.EqualTo(new[] { folder.Join("a+b") }));
        Assert.That(JoinedFolders.Of("runs/a+runs/b"), Is.EqualTo(new[] { "runs/a", "runs/b" }));
        Assert.That(JoinedFolders.Of("runs/a+"), Is.EqualTo(new[] { "runs/a", "" }));
    }
}
