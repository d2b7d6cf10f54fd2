using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using AsynDGAN.Core.Platform;

namespace AsynDGAN.Core.Benchmark;

/// <summary>What a step takes. Memory in bytes, rates in a second.</summary>
public sealed record BenchmarkResult
{
    private static readonly JsonSerializerOptions Format = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The experiment's name.</summary>
    public required string Name { get; init; }

    /// <summary>cpu, or the GPU.</summary>
    public required string Device { get; init; }

    public required string Processor { get; init; }

    /// <summary>libtorch's threads.</summary>
    public required int Threads { get; init; }

    /// <summary>float32, tf32 or bfloat16.</summary>
    public required string Precision { get; init; }

    /// <summary>Whether the data are embedded ones.</summary>
    public required bool Embedded { get; init; }

    public required int Sites { get; init; }

    /// <summary>[channels, height, width] of an image.</summary>
    public required IReadOnlyList<long> Image { get; init; }

    /// <summary>Images of all sites that a step takes, in all of its exchanges.</summary>
    public required int ImagesPerStep { get; init; }

    /// <summary>Steps that were timed.</summary>
    public required int Steps { get; init; }

    /// <summary>Images a second of each block, in the order of time.</summary>
    public required IReadOnlyList<double> Blocks { get; init; }

    /// <summary>Their median.</summary>
    public double ImagesPerSecond => Median(Blocks);

    /// <summary>Seconds a step, by the median block.</summary>
    public double SecondsPerStep => ImagesPerStep / ImagesPerSecond;

    /// <summary>Seconds a step of each <see cref="StepPhase"/>, from steps of their own after those that were timed; what sites do side by side is summed over them.</summary>
    public required IReadOnlyDictionary<string, double> Phases { get; init; }

    /// <summary>Seconds a step while the phases were watched.</summary>
    public required double SecondsPerWatchedStep { get; init; }

    /// <summary>Sites that answer at a time.</summary>
    public required int SitesSideBySide { get; init; }

    /// <summary>Resident memory of the process before anything was made: libtorch is loaded and has computed once.</summary>
    public required long HostIdle { get; init; }

    /// <summary>The most resident memory.</summary>
    public required long HostPeak { get; init; }

    /// <summary>GPU memory that was taken before anything was made; null on the CPU, and where it cannot be told.</summary>
    public required long? DeviceIdle { get; init; }

    /// <summary>The most GPU memory.</summary>
    public required long? DevicePeak { get; init; }

    /// <summary>What each site keeps: weights, gradients and moments of its D_j (16 bytes a parameter), and its embedded pictures.</summary>
    public required long BytesASite { get; init; }

    /// <summary>Bytes of messages to the centre in a step.</summary>
    public required long BytesToCentre { get; init; }

    /// <summary>Bytes of messages to the sites in a step.</summary>
    public required long BytesToSites { get; init; }

    /// <summary>Of a step, by <see cref="MultiplyAdds"/>; null where the perceptual network is a script, whose own are not known.</summary>
    public required long? MultiplyAddsPerStep { get; init; }

    /// <summary>Multiply-adds a second of the machine's own product of matrices.</summary>
    public required double MatrixRate { get; init; }

    /// <summary>The share of it that the step reaches; null where its multiply-adds are not known.</summary>
    public double? ShareOfMatrixRate => MultiplyAddsPerStep / SecondsPerStep / MatrixRate;

    /// <summary>All of it, as JSON with snake_case names.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Format) + "\n";

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    public static BenchmarkResult Parse(string json) => JsonSerializer.Deserialize<BenchmarkResult>(json, Format)!;

    /// <summary>All of it, to be read.</summary>
    public string ToText()
    {
        var text = new StringBuilder();
        Line("configuration", $"{Name}, {Sites} sites, images {string.Join('x', Image)}, {ImagesPerStep} a step, {(Embedded ? "embedded data" : "own data")}");
        Line("machine", $"{Device}, {Processor}, {Threads} threads, {Precision}");
        Line("images a second", $"{ImagesPerSecond:g4} (median; {Blocks.Min():g4} to {Blocks.Max():g4} over {Blocks.Count} blocks of {Steps / Blocks.Count} steps)");
        Line("a step", $"{1000 * SecondsPerStep:g4} ms");
        Line("by phase", $"{string.Join(", ", Phases.Select(phase => string.Create(CultureInfo.InvariantCulture, $"{phase.Key} {1000 * phase.Value:0.0}")))}, {Rest}in ms of a watched step of {1000 * SecondsPerWatchedStep:0.0}{SideBySide}");
        Line("host memory", $"{HostPeak / 1e6:n0} MB at most, {(HostPeak - HostIdle) / 1e6:n0} MB above the idle process");
        if (DevicePeak is { } peak && DeviceIdle is { } idle)
        {
            Line("device memory", $"{peak / 1e6:n0} MB at most, {(peak - idle) / 1e6:n0} MB above the idle process");
        }

        Line("over the boundary", $"{BytesToCentre / 1e6:n3} MB to the centre and {BytesToSites / 1e6:n3} MB to the sites a step");
        if (MultiplyAddsPerStep is { } multiplyAdds)
        {
            Line("multiply-adds a step", $"{multiplyAdds / 1e9:g4} billion");
            Line("share of the matrix rate", $"{ShareOfMatrixRate:p1} of {MatrixRate / 1e9:n0} billion multiply-adds a second");
        }
        else
        {
            Line("multiply-adds a step", $"not counted: the perceptual network is a script");
        }

        return text.ToString();

        void Line(string label, FormattableString value) =>
            text.AppendLine($"{label + ':',-26}{value.ToString(CultureInfo.InvariantCulture)}");
    }

    /// <summary>Sums over sites side by side have none.</summary>
    private string Rest => SitesSideBySide == 1
        ? string.Create(CultureInfo.InvariantCulture, $"the rest {1000 * Math.Max(0, SecondsPerWatchedStep - Phases.Values.Sum()):0.0}, ")
        : "";

    private string SideBySide => SitesSideBySide == 1 ? "" : $"; {SitesSideBySide} sites at a time draw, update and criticise, which is summed over them";

    internal static double Median(IReadOnlyList<double> values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
