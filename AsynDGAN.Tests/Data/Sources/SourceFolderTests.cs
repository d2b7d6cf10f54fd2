using System.Diagnostics;
using AsynDGAN.Core;
using AsynDGAN.Core.Data.Sources;

namespace AsynDGAN.Tests.Data.Sources;

[Platform("Linux")]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class SourceFolderTests : IDisposable
{
    private static readonly EnumerationOptions below = new() { RecurseSubdirectories = true };

    private readonly TemporaryFolder folder = new();

    public void Dispose()
    {
        // The runtime cannot name what it should delete.
        Shell("rm -rf [!a-z]*");
        folder.Dispose();
    }

    [Test]
    public void Files_and_folders_come_in_ordinal_order()
    {
        folder.Write("b/x.png", "");
        folder.Write("a/z.png", "");
        folder.Write("a/Y.png", "");
        Assert.That(SourceFolder.Folders(folder.Path), Is.EqualTo(new[] { folder.Join("a"), folder.Join("b") }));
        Assert.That(SourceFolder.Files(folder.Join("a")), Is.EqualTo(new[] { folder.Join("a", "Y.png"), folder.Join("a", "z.png") }));
        Assert.That(SourceFolder.FilesBelow(folder.Path, below), Is.EqualTo(new[] { folder.Join("a", "Y.png"), folder.Join("a", "z.png"), folder.Join("b", "x.png") }));
    }

    [Test]
    public void A_link_that_leads_back_is_not_followed_and_others_are()
    {
        folder.Write("data/a/x.png", "");
        folder.Write("other/y.png", "");
        Shell("cd data && ln -s . self && ln -s .. a/up && ln -s ../../other a/link && ln -s ../data ../other/back");
        string[] found = ["data/a/link/y.png", "data/a/x.png"];
        Assert.That(SourceFolder.FilesBelow(folder.Join("data"), below), Is.EqualTo(found.Select(file => folder.Join(file.Split('/')))));
    }

    [Test]
    public void Links_to_folders_that_are_not_there_are_lost_and_others_are_not()
    {
        folder.Write("there/x.png", "");
        Shell("ln -s ../nowhere patient && ln -s circle circle && ln -s there other && ln -s there/x.png file && ln -s gone .hidden && ln -s gone a.png");
        Assert.That(SourceFolder.Lost(folder.Path), Is.EqualTo(new[] { new LeftOut("circle", "it is a link to circle, which is not there"), new LeftOut("patient", "it is a link to ../nowhere, which is not there") }));
    }

    [Test]
    public void A_folder_whose_name_is_not_utf8_is_not_passed_over()
    {
        Shell(@"mkdir -p a $'\xfe_b/images' && touch $'\xfe_b/images/1.png'");
        Assert.That(() => SourceFolder.Folders(folder.Path), Refused);
        Assert.That(() => SourceFolder.FilesBelow(folder.Path, below), Refused);
        Assert.That(() => DataFolder.Look(folder.Path), Refused);
    }

    [Test]
    public void Nor_is_a_file()
    {
        Shell(@"touch $'\xfe.png'");
        Assert.That(() => SourceFolder.Files(folder.Path), Refused);
    }

    [Test]
    public void The_sign_that_stands_for_what_cannot_be_decoded_may_be_in_a_name()
    {
        folder.Write("a\uFFFD/x.png", "");
        Assert.That(SourceFolder.Folders(folder.Path), Has.Length.EqualTo(1));
    }

    private static NUnit.Framework.Constraints.IResolveConstraint Refused =>
        Throws.TypeOf<UserException>().With.Message.Contains("the name is not UTF-8").And.Property(nameof(UserException.Hint)).EqualTo("Rename it.");

    private void Shell(string command) => StartedProcess.Run(new ProcessStartInfo("bash", ["-c", command]) { WorkingDirectory = folder.Path });
}
