using AsynDGAN.Core;
using AsynDGAN.Core.Benchmark;

namespace AsynDGAN.Tests.Benchmark;

public class GrowthInSitesTests
{
    [TestCase("2,4,10,24,50", 2, 4, 10, 24, 50)]
    [TestCase("7", 7)]
    public void Numbers_of_sites_are_read(string text, params int[] numbers) => Assert.That(GrowthInSites.Parse(text), Is.EqualTo(numbers));

    [TestCase("")]
    [TestCase("0")]
    [TestCase("4,2")]
    [TestCase("4,4")]
    [TestCase("2,,4")]
    [TestCase("2;4")]
    [TestCase("-2")]
    [TestCase("1001")]
    public void What_are_no_rising_numbers_of_sites_is_refused(string text) =>
        Assert.That(() => GrowthInSites.Parse(text), Throws.TypeOf<UserException>().With.Message.Contains($"--sites {text}"));

    [Test]
    public void Growth_is_held_against_the_first_number()
    {
        // 2 sites in 10 ms, 4 in 30: half as long again as linear; memory from 100 to 104 MB, 2 a site.
        var growth = new GrowthInSites([Result(2, 0.01, 100), Result(4, 0.03, 104)]);
        Assert.Multiple(() =>
        {
            Assert.That(growth.OfLinear, Is.EqualTo(new[] { 1, 1.5 }).Within(1e-12));
            Assert.That(growth.Megabytes, Is.EqualTo(new[] { 100.0, 104 }));
            Assert.That(growth.ToText(), Does.Contain("| 4 | 30.0 | 133.3 | 1.50 | 104 | 2.00 | 3.00 |"));
            Assert.That(growth.Plot().Take(4), Is.EqualTo(new byte[] { 0x89, (byte)'P', (byte)'N', (byte)'G' }));
        });
    }

    [Test]
    public void A_result_survives_its_json()
    {
        var result = Result(3, 0.5, 20);
        Assert.That(BenchmarkResult.Parse(result.ToJson()).ToJson(), Is.EqualTo(result.ToJson()));
    }

    internal static BenchmarkResult Result(int sites, double seconds, long megabytes) => new()
    {
        Name = "a",
        Device = "cpu",
        Processor = "p",
        Threads = 1,
        Precision = "float32",
        Embedded = true,
        Sites = sites,
        Image = [1, 8, 8],
        ImagesPerStep = sites,
        Steps = 5,
        Blocks = [.. Enumerable.Repeat(sites / seconds, 5)],
        HostIdle = 50_000_000,
        HostPeak = 50_000_000 + megabytes * 1_000_000,
        DeviceIdle = null,
        DevicePeak = null,
        BytesASite = 3_000_000,
        Phases = new Dictionary<string, double> { ["draw"] = 0.25 },
        SecondsPerWatchedStep = 0.5,
        SitesSideBySide = 1,
        BytesToCentre = 1,
        BytesToSites = 1,
        MultiplyAddsPerStep = 1_000_000,
        MatrixRate = 1e9,
    };
}
