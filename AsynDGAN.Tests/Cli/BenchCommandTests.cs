using System.Text.Json;
using System.Text.Json.Nodes;
using AsynDGAN.Cli.Commands;
using AsynDGAN.Core;
using AsynDGAN.Core.Comparison.Jobs;
using AsynDGAN.Core.Runs;
using AsynDGAN.Tests.Benchmark;

namespace AsynDGAN.Tests.Cli;

public class BenchCommandTests
{
    private readonly WorkFolder work = new();

    [OneTimeTearDown]
    public void Remove() => work.Dispose();

    [Test]
    public void Json_on_stdout_is_alone_there_and_nothing_is_written()
    {
        var before = Directory.GetFileSystemEntries(work.Root);
        var result = work.Run("bench", "--config", "tiny.yaml", "--steps", "5", "--json", "-").Succeeded();
        using var json = JsonDocument.Parse(result.Output);
        RecordFile.Of(result.Output, "bench");
        Assert.Multiple(() =>
        {
            Assert.That(json.RootElement.GetProperty("name").GetString(), Is.EqualTo("tiny"));
            Assert.That(json.RootElement.GetProperty("sites").GetInt32(), Is.EqualTo(2));
            Assert.That(json.RootElement.GetProperty("threads").GetInt32(), Is.EqualTo(1));
            Assert.That(json.RootElement.GetProperty("blocks").GetArrayLength(), Is.EqualTo(5));
            Assert.That(Directory.GetFileSystemEntries(work.Root), Is.EquivalentTo(before));
        });
    }

    [Test]
    public void Several_numbers_of_sites_are_measured_one_by_one()
    {
        using var folder = new WorkFolder();
        var result = folder.Run("bench", "--config", "tiny.yaml", "--steps", "5", "--sites", "1,2", "--json", "growth.json", "--plot", "growth.png").Succeeded();
        using var json = JsonDocument.Parse(File.ReadAllText(folder.Join("growth.json")));
        RecordFile.Read(folder.Join("growth.json"), "bench");
        Assert.Multiple(() =>
        {
            Assert.That(json.RootElement.EnumerateArray().Select(row => row.GetProperty("sites").GetInt32()), Is.EqualTo(new[] { 1, 2 }));
            Assert.That(result.Output, Does.Match(@"\| 1 \|.*\n\| 2 \|"));
            Assert.That(File.Exists(folder.Join("growth.png")), Is.True);
        });
    }

    [TestCase("TERM", 75)]
    [TestCase("INT", 130)]
    [TestCase("KILL", 137)]
    [Platform("Linux")]
    public void The_process_of_a_number_of_sites_ends_with_the_one_that_asked_for_it(string signal, int exitCode)
    {
        var steps = $"{100_000_000 + exitCode}";
        using var bench = AsyndganProcess.Start(work.Root, ["bench", "--config", "tiny.yaml", "--steps", steps, "--sites", "1,2"]);
        bench.WaitUntil(() => Children() > 0, "its measuring");
        bench.Signal(signal);
        Assert.That(bench.Wait().ExitCode, Is.EqualTo(exitCode));
        Assert.That(() => Children(), Is.Zero.After(60_000, 20), "which nobody stops then");

        int Children() => Directory.GetDirectories("/proc", "*").Count(process => Words(process).Contains(steps) && Words(process).Contains("--json"));
        static string[] Words(string process)
        {
            try
            {
                return File.ReadAllText(Path.Combine(process, "cmdline")).Split('\0');
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return [];
            }
        }
    }

    [TestCase("exit 2", 2, "The measurement with 1 sites failed, as it says above.")]
    [TestCase("exit 1", 1, "The measurement with 1 sites ended with exit code 1.")]
    [TestCase("kill -9 $$", 1, "The measurement with 1 sites ended with exit code 137 (killed, perhaps for want of memory).")]
    [Platform("Linux,MacOsX")]
    public void A_process_of_a_number_of_sites_that_fails_is_the_users_to_mend_where_it_says_so(string line, int exitCode, string message)
    {
        var end = BenchCommand.Grow(new ChildProgram("sh", ["-c", line]), [1, 2], [], plot: null, new Silent(), default);
        Assert.That((end.ExitCode, end.Message), Is.EqualTo((exitCode, message)));
    }

    [TestCase(75)]
    [TestCase(130)]
    [Platform("Linux,MacOsX")]
    public void A_process_of_a_number_of_sites_that_somebody_stopped_is_no_failure(int exitCode) => Assert.That(
        () => BenchCommand.Grow(new ChildProgram("sh", ["-c", $"exit {exitCode}"]), [1, 2], [], plot: null, new Silent(), default), Throws.InstanceOf<OperationCanceledException>());

    [Test]
    [Platform("Linux,MacOsX")]
    public void What_the_process_of_a_number_of_sites_warned_of_is_in_its_record()
    {
        using var folder = new TemporaryFolder();
        foreach (var sites in new[] { 1, 2 })
        {
            var end = new CommandEnd(ExitCodes.Done, Figures: JsonNode.Parse(GrowthInSitesTests.Result(sites, 0.01, 100).ToJson()));
            folder.Write($"{sites}.json", EndRecord.Of("bench", end, [$"of {sites}"], default));
        }

        // The shell's $2 is the number of sites.
        var measured = BenchCommand.Grow(new ChildProgram("sh", ["-c", $"cat '{folder.Path}'/$2.json"]), [1, 2], [], plot: null, new Silent(), default);
        using var record = JsonDocument.Parse(EndRecord.Of("bench", measured, ["of all"], default));
        Assert.That(
            record.RootElement.EnumerateArray().Select(one => (one.GetProperty("sites").GetInt32(), string.Join(", ", one.GetProperty("warnings").EnumerateArray()))),
            Is.EqualTo(new[] { (1, "of all, of 1"), (2, "of all, of 2") }));
    }

    [Test]
    public void Points_are_measured_without_a_root()
    {
        var points = Path.Combine(Repository.Root, "configs", "gaussian.yaml");
        Assert.That(work.Run("bench", "--config", points, "--steps", "5").Succeeded().Output, Does.Contain("images a second"));
    }

    [Test]
    public void A_step_that_has_failed_is_not_told_as_if_it_were_one() =>
        Assert.That(
            work.Run("bench", "--config", "tiny.yaml", "--steps", "5", "--set", "loss.lambda_l1=1e38").Succeeded().Output,
            Does.Contain("warning: values of the generator"));

    [TestCase("--sites 4,2", "--sites 4,2")]
    [TestCase("--sites 2 --data here", "--sites", "--data")]
    [TestCase("--sites 2,4 --exchange x", "--exchange")]
    [TestCase("--plot a.png", "--plot")]
    [TestCase("--steps 4", "--steps 4")]
    [TestCase("--steps many", "--steps many")]
    [TestCase("--device tpu", "device", "tpu")]
    [TestCase("--device mps", "error: --device: mps is not one of auto, cpu")]
    [TestCase("--set data.source=lgg-mri --set training.batch_size=0", "tiny.yaml has an error:", "training.batch_size")]
    [TestCase("--set training.stepz=1", "training.stepz")]
    [TestCase("--set data.source=lgg-mri --data nowhere", "nowhere")]
    [TestCase("--set loss.lambda_perceptual=1", "loss.perceptual_weights")]
    [TestCase("--json nowhere/a.json", "--json", "nowhere/a.json", "does not exist")]
    [TestCase("--json .", "--json", "is a folder")]
    [TestCase("--json /dev/none", "--json", "/dev/none")]
    [TestCase("--sites 1,2 --plot nowhere/a.png", "--plot", "nowhere/a.png")]
    [TestCase("--sites 1,2 --plot tiny.yaml", "--plot: 'tiny.yaml' is there and is no PNG", "Name another file")]
    [TestCase("--exchange .", "--exchange . is the working folder", "such as --exchange ")]
    [TestCase("--sites 1,2 --set sites.mode=pooled", "--sites", "sites.mode")]
    public void Bad_input_is_one_message(string options, params string[] parts) =>
        work.Run(["bench", "--config", "tiny.yaml", .. options.Split(' ')]).Refused(parts);

    [Test]
    public void A_plot_takes_the_place_of_a_png_or_of_an_empty_file_alone()
    {
        using var folder = new TemporaryFolder();
        var text = folder.Write("text", "name: tiny");
        File.WriteAllBytes(folder.Join("plot"), [0x89, (byte)'P', (byte)'N', (byte)'G', 0]);
        Assert.That(() => OutputFile.CheckPng("--plot", text), Throws.TypeOf<UserException>().With.Message.EqualTo($"--plot: '{text}' is there and is no PNG; only a PNG is replaced."));
        foreach (var file in new[] { folder.Join("plot"), folder.Write("empty", ""), folder.Join("new") })
        {
            Assert.That(() => OutputFile.CheckPng("--plot", file), Throws.Nothing, file);
        }
    }

    private sealed class Silent : IJobDisplay
    {
        public void Say(string line)
        {
        }

        public void Warn(string line)
        {
        }

        public void Advance(string work, long done, long total)
        {
        }

        public void Show(TrainingStatus status)
        {
        }

        public void Show(JobsStatus status)
        {
        }
    }
}
