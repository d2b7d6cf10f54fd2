using System.Text.Json;
using AsynDGAN.Core.Runs;

namespace AsynDGAN.Core.Training;

/// <summary>
/// A folder with everything that a run needs to go on: the centre's state, every site's own file, the state, the
/// configuration and the split. Written whole or not at all.
/// </summary>
public static class Checkpoint
{
    private const int Format = 1;

    private static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    /// <summary>Replaces a run's last checkpoint.</summary>
    public static void Save(RunFolder folder, Simulation simulation, CheckpointState state)
    {
        AtomicFolder.Write(folder.LastCheckpoint, path =>
        {
            simulation.Centre.Save(CentrePath(path));
            foreach (var site in simulation.Sites)
            {
                site.Save(SitePath(path, site.Profile.Name));
            }

            File.WriteAllText(StatePath(path), JsonSerializer.Serialize(state with { Format = Format }, Json) + "\n");
            File.Copy(folder.Configuration, Path.Combine(path, Path.GetFileName(folder.Configuration)));
            if (File.Exists(folder.Split))
            {
                File.Copy(folder.Split, Path.Combine(path, Path.GetFileName(folder.Split)));
            }
        });
    }

    /// <summary>The state of a run's last checkpoint.</summary>
    /// <exception cref="UserException">It is damaged, or of another version.</exception>
    public static CheckpointState ReadState(RunFolder folder)
    {
        var path = StatePath(folder.LastCheckpoint);
        try
        {
            var state = JsonSerializer.Deserialize<CheckpointState>(File.ReadAllText(path), Json);
            return state is { Format: Format, Step: >= 0, StepsPerEpoch: >= 1 }
                ? state
                : throw new UserException($"'{path}' is of a checkpoint format that this version does not read.", Mend);
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new UserException($"'{path}' is damaged: {e.Message}", Mend);
        }
    }

    /// <summary>Brings the networks and optimizers of a simulation to a run's last checkpoint.</summary>
    /// <exception cref="UserException">A file is missing, damaged or of other networks.</exception>
    public static void Load(RunFolder folder, Simulation simulation, CheckpointState state)
    {
        simulation.Centre.Load(CentrePath(folder.LastCheckpoint));
        foreach (var site in simulation.Sites)
        {
            site.Load(SitePath(folder.LastCheckpoint, site.Profile.Name));
        }

        simulation.Ledger.Restore(state.Communication);
    }

    private const string Mend = "Start the run again with --overwrite.";

    private static string CentrePath(string folder) => Path.Combine(folder, "centre.safetensors");

    private static string SitePath(string folder, string site) => Path.Combine(folder, $"site-{RunFolder.FileName(site)}.safetensors");

    private static string StatePath(string folder) => Path.Combine(folder, "state.json");
}
