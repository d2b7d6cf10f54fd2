using System.Text.Json;
using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Configuration.Reading;
using AsynDGAN.Core.Data;
using AsynDGAN.Core.Data.Sites;
using AsynDGAN.Core.Platform;
using AsynDGAN.Core.Reuse;
using AsynDGAN.Core.Runs;

namespace AsynDGAN.Core.Synthesis;

/// <summary>
/// synthesis.json: what a synthetic set is made from, and whether it is whole. A folder is known by it as a synthetic set's.
/// </summary>
/// <param name="Format">1.</param>
/// <param name="Layout">manifest, nnunet or points.</param>
/// <param name="Weights">SHA-256 of the generator's file.</param>
/// <param name="Data">The data's fingerprint.</param>
/// <param name="Device">The device that was computed on.</param>
/// <param name="Threads">libtorch's threads.</param>
/// <param name="Convolutions">What the check of the convolutions found.</param>
internal sealed record SetOrigin(int Format, string Layout, string Weights, string Data, string Device, int Threads, string Convolutions)
{
    public const string FileName = "synthesis.json";

    /// <summary>The table of a set's images.</summary>
    public const string ManifestFile = "manifest.csv";

    /// <summary>The layout of a set of points, and its table.</summary>
    public const string PointsLayout = "points", PointsFile = "samples.csv";

    private static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    /// <summary>What the set depends on: <see cref="Reuse.Identity.Parts"/>. Null where a version before it wrote the set.</summary>
    public IReadOnlyDictionary<string, string>? Identity { get; init; }

    /// <summary>The numbers in which the generator multiplied. Null where a version before it wrote the set.</summary>
    public string? Precision { get; init; }

    /// <summary>The version of the libtorch that drew. Null where a version before it wrote the set, or where it was not known.</summary>
    public string? LibTorch { get; init; }

    /// <summary>The processor's name and vector instructions. Null where a version before it wrote the set.</summary>
    public string? Processor { get; init; }

    /// <summary>The name of the GPU that drew. Null where none did, where it was not known, and where a version before it wrote the set.</summary>
    public string? Gpu { get; init; }

    /// <summary>Whether the weights are those of the run that the set lies in, and not a file given by itself.</summary>
    public bool OfItsRun { get; init; }

    /// <summary>Images or points of the whole set; null until it is whole.</summary>
    public int? Drawn { get; init; }

    /// <summary>SHA-256 of the whole set's table of images or points. Null until the set is whole, and where a version before it wrote the set.</summary>
    public string? Manifest { get; init; }

    /// <summary>SHA-256 over the whole set's manifest, images and masks: <see cref="DigestOf(string, IEnumerable{string})"/>. Null as above, and of points.</summary>
    public string? Pictures { get; init; }

    /// <summary>
    /// SHA-256 over each row of the manifest with its image and mask, in the manifest's order: those that were drawn and still stand when others of the set are
    /// drawn again. Null as above.
    /// </summary>
    public IReadOnlyList<string>? Rows { get; init; }

    /// <summary>SHA-256 over the contents of a set's manifest, images and masks.</summary>
    /// <param name="manifest">The manifest's file.</param>
    /// <param name="pictures">The files of images and masks, in its order: an image's before its mask.</param>
    public static string DigestOf(string manifest, IEnumerable<string> pictures) => DigestOf(pictures.Prepend(manifest).Select(Digest.OfFile));

    /// <summary>The same of files whose digests are known, and of other text.</summary>
    public static string DigestOf(IEnumerable<string> digests) => Digest.OfText(string.Concat(digests));

    /// <summary>The origin of a set that is about to be drawn.</summary>
    public static SetOrigin Of(Experiment experiment, RunOrigin run, string layout, string weights, IRunData data, Provenance provenance)
    {
        var origin = new SetOrigin(1, layout, weights, data.Fingerprint, provenance.Device, provenance.Threads, provenance.Convolutions)
        {
            OfItsRun = run.Weights is null,
            Precision = provenance.Precision,
            LibTorch = provenance.LibTorch,
            Processor = ProcessorKind.Text,
            Gpu = provenance.Gpu,
        };
        return origin with
        {
            Identity = Dependence.SyntheticSet.Of(experiment)
                .With([.. DataIdentity.Of(data), (Reuse.Identity.Weights, weights), (Reuse.Identity.Layout, layout)]).Parts,
        };
    }

    /// <summary>The origin of the set in a folder; null where there is none.</summary>
    /// <exception cref="UserException">The file is damaged, or of another version.</exception>
    public static SetOrigin? Read(string folder) => Parse(folder) switch
    {
        (var origin, null) => origin,
        (_, var fault) => throw new UserException($"'{Path.Combine(folder, FileName)}' is damaged, or of another version: {fault}", $"Draw the set again by: {GivenSet.At(folder).Drawing} --overwrite"),
    };

    /// <summary>The same; null also where the file does not tell it.</summary>
    public static SetOrigin? Find(string folder) => Parse(folder).Origin;

    /// <summary>Whether there is a file of that name that does not tell an origin.</summary>
    public static bool IsDamaged(string folder) => Parse(folder).Fault is not null;

    /// <summary>The origin of a set that is about to be used.</summary>
    /// <param name="set">The set.</param>
    /// <param name="rows">Images or points that are there.</param>
    /// <returns>Null where the set does not tell its origin.</returns>
    /// <exception cref="UserException">The set is unfinished or not whole, or the run has other weights by now.</exception>
    public static SetOrigin? OfWhole(GivenSet set, int rows)
    {
        var folder = set.Folder;
        if (Read(folder) is not { } origin)
        {
            return null;
        }

        // Earlier versions did not count; they wrote the card, or the points' picture, at the end.
        string[] last = ["card.md", "samples.png"];
        var drawn = origin.Drawn ?? (origin.Identity is null && last.Any(name => File.Exists(Path.Combine(folder, name))) ? rows : null);
        if (drawn is null)
        {
            throw new UserException(
                $"The synthetic set in '{folder}' is not finished: {rows} are drawn so far.",
                $"Go on with it by: {set.Drawing} --resume");
        }

        if (drawn != rows)
        {
            throw new UserException(
                $"The synthetic set in '{folder}' is not whole: {drawn} were drawn, its manifest has {rows}.",
                $"Draw it again by: {set.Drawing} --overwrite");
        }

        var isOfPoints = origin.Layout == PointsLayout;
        var table = isOfPoints ? PointsFile : ManifestFile;
        if (origin.Manifest is { } manifest && Digest.OfFile(Path.Combine(folder, table)) != manifest)
        {
            throw new UserException(
                $"The {(isOfPoints ? "table" : "manifest")} of the synthetic set in '{folder}' is not the one that was written: {table} has been changed.",
                $"Put it back, or draw the set again by: {set.Drawing} --overwrite");
        }

        origin.RefuseOtherConfiguration(folder, $"Put it back, or draw the set again by: {set.Drawing} --overwrite");
        if (origin.OfItsRun && set.Run is { } run && RunOrigin.WeightsOf(RunFolder.At(run)) is { } weights && Digest.OfFile(weights) is var now && now != origin.Weights)
        {
            throw new UserException(
                $"The synthetic set in '{folder}' was drawn before its run was trained on:\n  {Reuse.Identity.Weights}: {origin.Weights} there, {now} now",
                $"Draw it again by: {set.Drawing} --overwrite");
        }

        return origin;
    }

    /// <summary>Refuses a set beside which there is the configuration of another.</summary>
    /// <param name="folder">The set's folder.</param>
    /// <param name="hint">What to do about it.</param>
    /// <exception cref="UserException">Something that the set depends on differs.</exception>
    public void RefuseOtherConfiguration(string folder, string hint)
    {
        var path = Path.Combine(folder, "config.yaml");
        if (Identity is { } parts && File.Exists(path)
            && Dependence.SyntheticSet.Of(ExperimentReader.Read(path, [])).ComparedWith(new Identity(parts)) is { Different.Count: > 0 } comparison)
        {
            throw new UserException($"'{path}' is not the configuration that the synthetic set was drawn with:{comparison.Lines("in the set")}", hint);
        }
    }

    /// <summary>What the set depends on; of one of an earlier version, what its other files tell.</summary>
    /// <param name="experiment">The set's configuration.</param>
    public Identity IdentityBy(Experiment experiment) => Identity is { } parts
        ? new Identity(parts)
        : Dependence.SyntheticSet.Of(experiment).With((Reuse.Identity.Data, Data), (Reuse.Identity.Weights, Weights), (Reuse.Identity.Layout, Layout));

    public void Write(string folder) => AtomicFile.WriteText(Path.Combine(folder, FileName), JsonSerializer.Serialize(this, Json) + "\n");

    private static (SetOrigin? Origin, string? Fault) Parse(string folder)
    {
        var path = Path.Combine(folder, FileName);
        try
        {
            return !File.Exists(path) ? (null, null)
                : JsonSerializer.Deserialize<SetOrigin>(File.ReadAllText(path), Json) is { Format: 1 } found ? (found, null)
                : (null, "its format is not 1");
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            return (null, e.Message);
        }
    }
}
