using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Configuration.Reading;
using AsynDGAN.Core.Federation;
using AsynDGAN.Core.Networks;
using AsynDGAN.Core.Runs;

namespace AsynDGAN.Core.Training;

/// <summary>
/// A folder with everything that a run needs to go on: the centre's state, every site's own file, the state, the
/// configuration and the split. Written whole or not at all; the state holds the checksums of all the others.
/// </summary>
public static class Checkpoint
{
    /// <summary>Replaces a run's last checkpoint.</summary>
    /// <param name="folder">The run's.</param>
    /// <param name="simulation">Whose networks and optimizers are saved.</param>
    /// <param name="state">The state, but for the checksums.</param>
    /// <param name="texts">The texts of config.yaml and split.csv by the files' names, as the run that trains holds them; null: as they lie in its folder.</param>
    public static void Save(RunFolder folder, Simulation simulation, CheckpointState state, IReadOnlyDictionary<string, string>? texts = null)
    {
        AtomicFolder.Write(folder.LastCheckpoint, path =>
        {
            Dictionary<string, string> files = new() { [Centre] = simulation.Centre.Save(Path.Combine(path, Centre)) };
            foreach (var site in simulation.Sites)
            {
                var name = FileName(site.Profile.Name);
                files[name] = site.Save(Path.Combine(path, name));
            }

            foreach (var (name, text) in texts ?? TextsIn(folder))
            {
                File.WriteAllText(Path.Combine(path, name), text);
                files[name] = Digest.OfFile(Path.Combine(path, name));
            }

            StateFile.Write(StatePath(path), state with { Files = files });
        });
    }

    /// <summary>The state of a run's last checkpoint.</summary>
    /// <exception cref="UserException">It is damaged, or of another version.</exception>
    public static CheckpointState ReadState(RunFolder folder)
    {
        try
        {
            return StateFile.Read(StatePath(folder.NewestCheckpoint));
        }
        catch (UserException fault) when (folder.HowToWait is { } writer)
        {
            throw new UserException(fault.Message, writer);
        }
    }

    /// <summary>The same; null where there is none, or none that can be read: what is wrong with it is said where the run goes on.</summary>
    internal static CheckpointState? FindState(RunFolder folder)
    {
        try
        {
            return ReadState(folder);
        }
        catch (UserException)
        {
            return null;
        }
    }

    /// <summary>Refuses weights in a run's folder that are not those of its last checkpoint.</summary>
    /// <param name="weights">The file.</param>
    /// <exception cref="UserException">They are others, or the state is damaged.</exception>
    internal static void RefuseOtherWeights(RunFolder folder, string weights)
    {
        if (Directory.Exists(folder.NewestCheckpoint) && ReadState(folder).Weights is { } known
            && known.GetValueOrDefault(Path.GetFileName(weights)) is var wanted && wanted != Digest.OfFile(weights))
        {
            throw new UserException(
                $"'{weights}' is not what the run's last checkpoint saved: {(wanted is null ? "it saved no such file" : "its SHA-256 is not the one in state.json")}.",
                folder.HowToWait ?? $"Let the run write it again by: asyndgan train --resume --out {ShellWord.Of(folder.Root)}; or name the file with --weights to draw from it all the same.");
        }
    }

    /// <summary>The configuration of a run's last checkpoint, which nobody edits as they might the run's.</summary>
    public static Experiment ReadConfiguration(RunFolder folder)
    {
        var own = Path.Combine(folder.NewestCheckpoint, Path.GetFileName(folder.Configuration));
        return File.Exists(own) ? WithMend(folder, own, path => ExperimentReader.Read(path, [])) : ExperimentReader.Read(folder.Configuration, []);
    }

    /// <summary>Reads a checkpoint's file. What helps where it is at fault is not what helps with a file that somebody wrote.</summary>
    private static T WithMend<T>(RunFolder folder, string path, Func<string, T> read)
    {
        try
        {
            return read(path);
        }
        catch (UserException fault)
        {
            throw new UserException(fault.Message, MayBeRead(path) ? folder.HowToWait ?? StateFile.Mend : StateFile.Permit);
        }
    }

    private static bool MayBeRead(string path)
    {
        try
        {
            File.OpenRead(path).Dispose();
            return true;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return fault is IOException;
        }
    }

    /// <summary>Brings the networks and optimizers of a simulation to a run's last checkpoint; exchanges before it count as answered.</summary>
    /// <exception cref="UserException">A file is missing, damaged, of other networks, or of another checkpoint than the state.</exception>
    public static void Load(RunFolder folder, Simulation simulation, TrainingOptions training, CheckpointState state)
    {
        foreach (var text in new[] { folder.Configuration, folder.Split }.Select(file => Path.GetFileName(file)!).Where(name => state.Files?.ContainsKey(name) == true))
        {
            Check(text, WithMend(folder, Path.Combine(folder.NewestCheckpoint, text), Digest.OfFile));
        }

        Check(Centre, WithMend(folder, Path.Combine(folder.NewestCheckpoint, Centre), simulation.Centre.Load));
        foreach (var site in simulation.Sites)
        {
            Load(folder, site, state);
            site.GoOnFrom(state.Step * training.DiscriminatorSteps);
        }

        simulation.Ledger.Restore(state.Communication);

        void Check(string name, string? found) => Checkpoint.Check(folder, state, name, found);
    }

    /// <summary>Brings one site to a run's last checkpoint.</summary>
    /// <exception cref="UserException">Its file is missing, damaged, of another network, or of another checkpoint than the state.</exception>
    internal static void Load(RunFolder folder, LocalSite site, CheckpointState state)
    {
        var name = FileName(site.Profile.Name);
        Check(folder, state, name, WithMend(folder, Path.Combine(folder.NewestCheckpoint, name), site.Load));
    }

    /// <summary>Brings a discriminator by itself to a run's last checkpoint, as one could who had its site's file.</summary>
    /// <inheritdoc cref="Load(RunFolder, LocalSite, CheckpointState)"/>
    internal static void Load(RunFolder folder, string site, Discriminator network, TrainingOptions training, CheckpointState state)
    {
        var name = FileName(site);
        using var optimizer = new FusedAdam(network, training.Beta1, training.Beta2);
        Check(folder, state, name, WithMend(folder, Path.Combine(folder.NewestCheckpoint, name), path => NetworkState.Load(path, network, optimizer, average: null)));
    }

    private static void Check(RunFolder folder, CheckpointState state, string name, string? found)
    {
        if (state.Files is { } files && files.GetValueOrDefault(name) != found)
        {
            throw new UserException(
                $"'{Path.Combine(folder.NewestCheckpoint, name)}' is not of this checkpoint: its SHA-256 is not the one in state.json.",
                folder.HowToWait ?? StateFile.Mend);
        }
    }

    private static Dictionary<string, string> TextsIn(RunFolder folder) =>
        new[] { folder.Configuration, folder.Split }.Where(File.Exists).ToDictionary(file => Path.GetFileName(file), File.ReadAllText);

    private const string Centre = "centre.safetensors";

    private static string FileName(string site) => $"site-{RunFolder.FileName(site)}.safetensors";

    private static string StatePath(string folder) => Path.Combine(folder, "state.json");
}
