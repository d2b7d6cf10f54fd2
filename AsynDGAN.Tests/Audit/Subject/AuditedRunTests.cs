using AsynDGAN.Core;
using AsynDGAN.Core.Audit.Subject;
using AsynDGAN.Core.Configuration.Reading;
using AsynDGAN.Core.Data;
using AsynDGAN.Core.Segmentation;
using AsynDGAN.Tests.Cli;
using AsynDGAN.Tests.Runs;
using static TorchSharp.torch;

namespace AsynDGAN.Tests.Audit.Subject;

public class AuditedRunTests
{
    private readonly WorkFolder work = new();

    [OneTimeSetUp]
    public void Train() => work.Train().Succeeded();

    [OneTimeTearDown]
    public void Remove() => work.Dispose();

    [Test]
    public void A_set_that_has_its_numbers_from_a_key_of_its_own_is_looked_at_by_them_or_refused_before_anything_is_asked()
    {
        work.Run("synthesize", "--run", "runs/tiny").Succeeded();
        var numbers = LookedAt();
        work.Write("site.key", "a secret");
        work.Run("synthesize", "--run", "runs/tiny", "--set", "sites.key_file=" + work.Join("site.key"), "--overwrite").Succeeded();
        Assert.That(LookedAt(), Is.Not.EqualTo(numbers));

        work.Write("site.key", "another secret");
        Assert.That(() => LookedAt(), Throws.TypeOf<UserException>().With.Property(nameof(UserException.Hint)).Contains("bring the file back"));
        File.Delete(work.Join("site.key"));
        Assert.That(() => LookedAt(), Throws.TypeOf<UserException>().With.Message.Contains("sites.key_file").And.Message.Contains("does not exist"));
    }

    /// <summary>The audit knows the slices that the set in the run's folder was drawn of, whose numbers there are given back.</summary>
    private IReadOnlyList<int> LookedAt()
    {
        using var run = AuditedRun.Load(ExperimentReader.Read(work.Join("runs", "tiny", "config.yaml"), []), work.Join("runs", "tiny"), CPU, new RecordingDisplay(), default);
        var set = SyntheticSet.Of(run.Released);
        using var drawn = Dataset.Load(run.Released.Configuration(), CPU);
        var slices = drawn.Sites.SelectMany(site => site.Training.Infos.Select(info => (Head: (site.Name, info.Id), Slice: info.Name))).ToDictionary(one => one.Head, one => one.Slice);
        Assert.That(run.Reals.HeadsOf(set).Select(head => head.Info.Name), Is.EqualTo(set.Sites.Zip(set.Samples).Select(head => slices[head])));
        return set.Samples;
    }
}
