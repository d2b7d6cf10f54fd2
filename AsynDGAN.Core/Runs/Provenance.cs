using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using AsynDGAN.Core.Platform;
using TorchSharp;

namespace AsynDGAN.Core.Runs;

/// <summary>Which program, machine and data made a run's files.</summary>
public sealed record Provenance
{
    private static readonly JsonSerializerOptions Format = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Version and, where it was built from a repository, commit.</summary>
    public required string Program { get; init; }

    /// <summary>Versions of the assemblies used.</summary>
    public required IReadOnlyDictionary<string, string> Packages { get; init; }

    /// <summary>The version of the libtorch that computed; null where the one that was named does not tell it.</summary>
    public required string? LibTorch { get; init; }

    /// <summary>The .NET runtime.</summary>
    public required string Runtime { get; init; }

    public required string OperatingSystem { get; init; }

    /// <summary>The processor's name, its vector instructions, and how many logical processors there are.</summary>
    public required string Processor { get; init; }

    public required string Device { get; init; }

    /// <summary>The name of the GPU that computed; not written where none did, or where it is not known.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Gpu { get; init; }

    /// <summary>libtorch's threads; results are equal bit for bit only at the same number, on the same processor and libtorch.</summary>
    public required int Threads { get; init; }

    /// <summary>The numbers in which networks multiplied; where the configuration said auto, what that came to.</summary>
    public required string Precision { get; init; }

    /// <summary>What the check of the convolutions found on this machine, and whether oneDNN is used.</summary>
    public required string Convolutions { get; init; }

    /// <summary>SHA-256 over the data's names, sizes and contents.</summary>
    public required string Data { get; init; }

    /// <summary>SHA-256 of config.yaml.</summary>
    public required string Configuration { get; init; }

    public required string CommandLine { get; init; }

    /// <summary>When the run, or the set, began; of one that was resumed, the first time.</summary>
    public required DateTime Started { get; init; }

    /// <summary>Null while the run goes on, and where it was killed.</summary>
    public DateTime? Ended { get; init; }

    /// <summary>Of a training: how long its processes trained, all together, up to the end or the last checkpoint; not written where it is not known.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? TrainedSeconds { get; init; }

    /// <summary>Facts of this process and machine.</summary>
    /// <param name="device">The device that is computed on.</param>
    /// <param name="convolutions">What the check of the convolutions found.</param>
    /// <param name="data">The data's fingerprint.</param>
    /// <param name="configuration">The text of config.yaml.</param>
    public static Provenance Of(string device, string convolutions, string data, string configuration) => new()
    {
        Program = ProgramVersion(),
        Packages = typeof(Provenance).Assembly.GetReferencedAssemblies()
            .Where(a => !a.Name!.StartsWith("System.", StringComparison.Ordinal))
            .OrderBy(a => a.Name, StringComparer.Ordinal)
            .ToDictionary(a => a.Name!, a => a.Version!.ToString()),
        LibTorch = ExternalLibTorch.Version,
        Runtime = RuntimeInformation.FrameworkDescription,
        OperatingSystem = $"{RuntimeInformation.OSDescription} ({RuntimeInformation.RuntimeIdentifier})",
        Processor = $"{ProcessorKind.Text}, {LogicalProcessors}",
        Device = device,
        Gpu = CudaDriver.Name(device),
        Threads = torch.get_num_threads(),
        Precision = Arithmetic.Name,
        Convolutions = convolutions,
        Data = data,
        Configuration = Digest.OfText(configuration),
        CommandLine = string.Join(' ', Environment.GetCommandLineArgs().Skip(1).Prepend("asyndgan")),
        Started = DateTime.UtcNow,
    };

    /// <summary>When what a record tells of was begun; null where there is no record, or it is damaged.</summary>
    /// <param name="path">The record's file.</param>
    public static DateTime? StartIn(string path)
    {
        try
        {
            using var record = JsonDocument.Parse(File.ReadAllText(path));
            return record.RootElement.GetProperty("started").GetDateTime().ToUniversalTime();
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or FormatException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Writes the record, whole or not at all.</summary>
    public void Write(string path) => AtomicFile.WriteText(path, JsonSerializer.Serialize(this, Format) + "\n");

    /// <summary>Version and, where it was built from a repository, commit.</summary>
    public static string ProgramVersion() =>
        typeof(Provenance).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;

    /// <summary>The processor's name and how many logical processors there are.</summary>
    public static string ProcessorName() => $"{ProcessorKind.Name}, {LogicalProcessors}";

    private static string LogicalProcessors => $"{Environment.ProcessorCount} logical processors";
}
