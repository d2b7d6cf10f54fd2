using AsynDGAN.Core;
using AsynDGAN.Core.Comparison.Gaussian;
using AsynDGAN.Core.Configuration.Reading;
using AsynDGAN.Core.Reuse;
using AsynDGAN.Core.Runs;
using AsynDGAN.Core.Synthesis;
using AsynDGAN.Core.Training;

namespace AsynDGAN.Tests.Comparison.Gaussian;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class DrawnSampleTests : IDisposable
{
    private readonly TemporaryFolder run = new();

    public DrawnSampleTests()
    {
        run.Write("config.yaml", "name: points\ndata: { source: gaussian }\ngenerator: { network: mlp, norm: none, noise_channels: 2 }\ndiscriminator: { network: mlp, norm: none }\nloss: { reconstruction: none }\n");
        run.Write("communication.csv", "kind,bytes\nconditions,600\nfakes,400\n");
        run.Write("losses.csv", "step\n1\n10\n");
        run.Write("provenance.json", """{ "started": "2026-01-02T03:04:05Z", "ended": "2026-01-02T03:04:15Z" }""");
        Samples("0,1,0.5,");
    }

    public void Dispose() => run.Dispose();

    [Test]
    public void Sound_files_are_read()
    {
        var sample = DrawnSample.Read("A", run.Path);
        Assert.That((sample.Points[0][0], sample.Components![0], sample.BytesAStep(), sample.SecondsAStep()), Is.EqualTo((0.5, 0, 100.0, 1.0)));
    }

    [TestCase("\"trained_seconds\": 5, \"started\": \"2026-01-01T00:00:00Z\"", "2026-01-02T03:04:15Z goes on after step 5 of 10", 0.5)]
    [TestCase("\"started\": \"2026-01-01T00:00:00Z\"", "2026-01-02T03:04:15Z goes on after step 5 of 10", null)]
    public void A_step_of_a_resumed_run_takes_what_all_its_processes_trained(string record, string log, double? seconds)
    {
        run.Write("provenance.json", $$"""{ {{record}}, "ended": "2026-01-02T03:04:15Z" }""");
        run.Write("log.txt", log + "\n");
        Assert.That(DrawnSample.Read("A", run.Path).SecondsAStep(), Is.EqualTo(seconds));
    }

    [TestCase("step\n1\n10\n")]
    [TestCase("step\n")]
    public void The_steps_of_a_run_that_was_stopped_between_two_logged_ones_are_those_of_its_checkpoint(string losses)
    {
        run.Write("losses.csv", losses);
        StateFile.Write(run.In("checkpoints/last/state.json"), new CheckpointState(StateFile.Format, 20, 10, "cpu", 1, "", "", []) { Files = new Dictionary<string, string>() });
        var sample = DrawnSample.Read("A", run.Path);
        Assert.That((sample.BytesAStep(), sample.SecondsAStep()), Is.EqualTo((50.0, 0.5)));
    }

    [Test]
    public void Points_are_compared_whatever_is_wrong_with_their_runs_checkpoint()
    {
        run.Write("checkpoints/last/state.json", "damaged");
        var sample = DrawnSample.Read("A", run.Path);
        Assert.That((sample.BytesAStep(), sample.Doubt is null), Is.EqualTo((100.0, false)));
    }

    [TestCase("0,x,0.5,", "line 2, column component: 'x' is not a whole number")]
    [TestCase("0,4,0.5,", "line 2, column component: '4' is not a number from 1 to 3")]
    [TestCase("0,0,0.5,", "line 2, column component: '0' is not a number from 1 to 3")]
    [TestCase("0,1,half,", "line 2, column y1: 'half' is not a finite number")]
    [TestCase("0,1,,", "line 2, column y1: '' is not a finite number")]
    [TestCase("0,1,1e300,", "line 2, column y1: '1e300' is not a number that float32 holds")]
    public void A_damaged_point_is_named(string row, string what)
    {
        Samples(row);
        Assert.That(() => DrawnSample.Read("A", run.Path), Throws.TypeOf<UserException>().With.Message.Contains($"samples.csv is damaged: {what}"));
    }

    [Test]
    public void Points_that_do_not_tell_what_they_were_made_from_are_warned_of()
    {
        Assert.That(DrawnSample.Read("A", run.Path).Doubt, Does.Contain("does not say what it was made from"));
        Drawn();
        Assert.That(DrawnSample.Read("A", run.Path).Doubt, Is.Null);
    }

    [TestCase("seed: 1 then, 2 now", "name: points\n", "name: points\nseed: 2\n")]
    [TestCase("data.gaussian.components: [[-3, 2], [1, 1], [3, 0.5]] then, [[-5, 2], [1, 1], [3, 0.5]] now", "source: gaussian", "source: gaussian, gaussian: { components: [[-5, 2], [1, 1], [3, 0.5]] }")]
    public void A_run_whose_configuration_was_changed_is_refused(string message, string before, string after)
    {
        Drawn();
        run.Write("config.yaml", File.ReadAllText(run.Join("config.yaml")).Replace(before, after));
        Assert.That(() => DrawnSample.Read("A", run.Path), Throws.TypeOf<UserException>().With.Message.Contains("config.yaml' is not the configuration").And.Message.Contains(message));
    }

    [Test]
    public void Points_that_were_changed_are_refused_where_the_set_tells_its_table()
    {
        Drawn();
        Samples("0,1,0.6,");
        Assert.That(() => DrawnSample.Read("A", run.Path), Throws.TypeOf<UserException>().With.Message.Contains("is not the one that was written: samples.csv has been changed"));
        (SetOrigin.Read(run.Join("synthetic"))! with { Manifest = null }).Write(run.Join("synthetic"));
        Assert.That(DrawnSample.Read("A", run.Path).Points[0][0], Is.EqualTo(0.6), "an earlier version kept no digest");
    }

    [Test]
    public void A_sample_without_points_is_refused()
    {
        run.Write("synthetic/samples.csv", "item,component,y1,y2\n");
        Assert.That(() => DrawnSample.Read("A", run.Path), Throws.TypeOf<UserException>().With.Message.Contains("holds no points"));
    }

    [TestCase("losses.csv", "step\n")]
    [TestCase("losses.csv", "step\nten\n")]
    [TestCase("communication.csv", "kind,bytes\nfakes,many\n")]
    [TestCase("provenance.json", "{")]
    [TestCase("provenance.json", "{}")]
    [TestCase("provenance.json", """{ "started": 5, "ended": "x" }""")]
    [TestCase("provenance.json", null)]
    public void A_run_file_that_is_damaged_or_missing_is_named(string name, string? text)
    {
        File.Delete(run.Join(name));
        if (text is not null)
        {
            run.Write(name, text);
        }

        var sample = DrawnSample.Read("A", run.Path);
        Assert.That(() => (sample.BytesAStep(), sample.SecondsAStep()), Throws.TypeOf<UserException>().With.Message.Contains(name));
    }

    /// <summary>As synthesize leaves the set.</summary>
    private void Drawn()
    {
        run.Write("synthetic/config.yaml", File.ReadAllText(run.Join("config.yaml")));
        var origin = new SetOrigin(1, SetOrigin.PointsLayout, "aa", "bb", "cpu", 1, "right")
        {
            Identity = Dependence.SyntheticSet.Of(ExperimentReader.Read(run.Join("config.yaml"), [])).Parts,
            Drawn = 1,
            Manifest = Digest.OfFile(run.Join("synthetic", "samples.csv")),
        };
        origin.Write(run.Join("synthetic"));
    }

    private void Samples(string row) => run.Write("synthetic/samples.csv", $"item,component,y1,y2\n{row}\n");
}
