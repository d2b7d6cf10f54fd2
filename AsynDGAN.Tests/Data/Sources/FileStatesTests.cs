using AsynDGAN.Core;
using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Data;
using AsynDGAN.Core.Data.Sites;
using AsynDGAN.Core.Data.Sources;

namespace AsynDGAN.Tests.Data.Sources;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class FileStatesTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Test]
    public void A_file_that_is_written_replaced_or_lost_is_named()
    {
        var (path, other) = (folder.Write("a.png", "1234"), folder.Write("b.png", "5"));
        var states = new FileStates([path, other, folder.Join("none.png")]);
        states.RefuseChanges();
        Assert.Multiple(() =>
        {
            foreach (var change in new Action[] { () => File.AppendAllText(path, "5"), () => File.WriteAllText(path, "4321"), () => File.Delete(path) })
            {
                var (before, written) = (new FileStates([other, path]), File.GetLastWriteTimeUtc(path));
                change();
                if (File.Exists(path))
                {
                    // Clocks of file systems may be coarse.
                    File.SetLastWriteTimeUtc(path, written.AddSeconds(1));
                }

                Assert.That(before.RefuseChanges, Throws.TypeOf<UserException>().With.Message.Contains($"{path} was changed while it was read"));
            }
        });
    }

    [Test]
    [Platform("Linux,MacOsX")]
    public void A_link_that_leads_nowhere_or_in_a_circle_has_a_state_too()
    {
        File.CreateSymbolicLink(folder.Join("lost.png"), "gone.png");
        File.CreateSymbolicLink(folder.Join("circle.png"), "circle.png");
        var states = new FileStates([folder.Join("lost.png"), folder.Join("circle.png")]);
        Assert.That(states.RefuseChanges, Throws.Nothing);
        folder.Write("gone.png", "here it is");
        Assert.That(states.RefuseChanges, Throws.TypeOf<UserException>().With.Message.Contains("lost.png was changed"));
    }

    [Test]
    public void What_was_read_of_a_file_that_changed_meanwhile_is_refused_and_not_kept([Values] bool cached)
    {
        var path = folder.Write("a.png", "1234");
        var options = new DataOptions { ImageSize = 8, MinMaskPixels = 0, TestFraction = 0, ValidationFraction = 0, Cache = cached ? folder.Join("cache") : null };
        var reading = new DataReading(options, cases => PatientSplit.Make(cases, options), threads: 1, progress: null, everySlice: false);
        Assert.That(
            () => reading.Pictures(new Changing(path)), Throws.TypeOf<UserException>().With.Message.Contains($"{path} was changed while it was read"));
        Assert.That(Directory.Exists(folder.Join("cache")) ? Directory.GetFiles(folder.Join("cache")) : [], Is.Empty);
    }

    /// <summary>A picture whose file another program writes while it is read.</summary>
    private sealed class Changing(string path) : ICaseSource
    {
        public CaseListing List() => new("the test", [new(TestCases.Of("p", "A", []), [("1", "1")], [path], Read)], _ => "");

        private SliceResult[] Read(FileDigests digests)
        {
            var digest = digests.Of(path).Sha256;
            File.AppendAllText(path, "5");
            return [SliceResult.Of(TestCases.Head("1", 20, 20, 8), digest)];
        }
    }
}
