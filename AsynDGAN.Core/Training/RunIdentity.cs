using System.Text.Json;
using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Configuration.Reading;
using AsynDGAN.Core.Data;
using AsynDGAN.Core.Data.Sites;
using AsynDGAN.Core.Reuse;
using AsynDGAN.Core.Runs;

namespace AsynDGAN.Core.Training;

/// <summary>What a run is trained on and with.</summary>
internal static class RunIdentity
{
    /// <summary>Of a run that is about to train.</summary>
    public static Identity Of(Experiment experiment, IRunData data) => Dependence.Run.Of(experiment).With(
    [
        .. DataIdentity.Of(data),
        .. PerceptualWeights.Find(experiment.Loss) is { } weights ? new[] { (Identity.Perceptual, Digest.OfFile(weights)) } : [],
    ]);

    /// <summary>
    /// Of a run that was trained, as its last checkpoint tells; of one without, or of an earlier version, what its other files
    /// tell.
    /// </summary>
    /// <exception cref="UserException">A file is damaged.</exception>
    public static Identity Stored(RunFolder folder)
    {
        var state = Directory.Exists(folder.NewestCheckpoint) ? Checkpoint.ReadState(folder) : null;
        return state?.Identity is { } parts ? new Identity(parts) : Gathered(folder, state?.Data ?? DataOf(folder.Provenance));
    }

    private static Identity Gathered(RunFolder folder, string? data) => Dependence.Run.Of(ExperimentReader.Read(folder.Configuration, [])).With(
    [
        .. data is null ? [] : new[] { (Identity.Data, data) },
        .. File.Exists(folder.Split) ? new[] { (Identity.Split, SplitFile.Digest(SplitFile.Read(folder.Split))) } : [],
    ]);

    private static string? DataOf(string provenance)
    {
        try
        {
            return JsonDocument.Parse(File.ReadAllText(provenance)).RootElement.GetProperty("data").GetString();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return null;
        }
    }
}
