using System.Text.RegularExpressions;
using AsynDGAN.Core.Configuration;

namespace AsynDGAN.Core.Runs;

/// <summary>The folder of one run and the names of what it holds.</summary>
public sealed partial class RunFolder
{
    /// <summary>What the names of sheets of validation patients end in.</summary>
    internal const string OfValidation = "-validation";

    // Of the runs in a folder of many, which a message is to name.
    private const int MostNamed = 3;

    private readonly bool overwrite;

    private RunFolder(string path, bool overwrite) => (Root, this.overwrite) = (Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)), overwrite);

    /// <summary>Absolute path of the folder.</summary>
    public string Root { get; }

    /// <summary>The resolved configuration.</summary>
    public string Configuration => Path.Combine(Root, "config.yaml");

    /// <summary>Which program, machine and data made the run.</summary>
    public string Provenance => Path.Combine(Root, "provenance.json");

    /// <summary>Which patient belongs to which part and site.</summary>
    public string Split => Path.Combine(Root, "split.csv");

    /// <summary>What the run said, line by line.</summary>
    public string Log => Path.Combine(Root, "log.txt");

    /// <summary>The loss terms by step and site.</summary>
    public string Losses => Path.Combine(Root, "losses.csv");

    /// <summary>Bytes by site, direction and kind.</summary>
    public string Communication => Path.Combine(Root, "communication.csv");

    /// <summary>How near fakes are to the real images of the same conditions.</summary>
    public string Copying => Path.Combine(Root, "copying.csv");

    /// <summary>Where sites keep what does not cross.</summary>
    public string SiteRecords => Path.Combine(Root, "sites");

    /// <summary>A site's own record of its losses, where not all of them cross.</summary>
    public string SiteLosses(string site) => Path.Combine(SiteRecords, FileName(site) + "-losses.csv");

    /// <summary>Everything that is needed to go on.</summary>
    public string LastCheckpoint => Path.Combine(Root, "checkpoints", "last");

    /// <summary>The same for one who only reads it: a kill may have left it on its way into place.</summary>
    internal string NewestCheckpoint => AtomicFolder.Newest(LastCheckpoint);

    /// <summary>What helps where a table that grows with the training ends within a line, as a kill can leave it; null where nothing can go on.</summary>
    internal string? HowToCutTables => HowToWait
        ?? (Directory.Exists(NewestCheckpoint) ? $"A kill may have left it so: asyndgan train --resume --out {ShellWord.Of(Root)} cuts it, and goes on from the last checkpoint." : null);

    /// <summary>What brings the configuration back where it is not there any more; null where there is no copy.</summary>
    internal string? HowToRestoreConfiguration =>
        Path.Combine(NewestCheckpoint, "config.yaml") is var copy && File.Exists(copy) ? $"Its config.yaml is missing: copy it back from '{copy}'." : null;

    /// <summary>What helps where files of it are missing or do not belong together since another command writes them at this moment; null where none does.</summary>
    internal string? HowToWait => FileLock.HeldElsewhere(Path.Combine(Root, FolderLock.Name)) is { } writer
        ? $"The run is being written by another command: {writer}. Wait until it ends, or stop it." : null;

    /// <summary>What makes a trained run of this, where it lacks weights or its last checkpoint.</summary>
    /// <param name="configuration">What to train by, where nothing is there that could go on.</param>
    internal string HowToTrain(string configuration) => new[] { LastCheckpoint, GeneratorWeights }.FirstOrDefault(GivenPath.IsHidden) is { } hidden
        ? $"{hidden} may be there: check the permissions of the folders above it."
        : HowToWait is { } writer ? writer
        : Directory.Exists(Path.GetDirectoryName(LastCheckpoint))
        ? $"Let the run write them again: asyndgan train --resume --out {ShellWord.Of(Root)}; or name another with --run."
        : HowToNameOne ?? $"Train it first: asyndgan train --config {ShellWord.Of(configuration)}{(FolderKind.Run.Is(Root) ? " --overwrite" : "")} --out {ShellWord.Of(Root)}, or name another with --run.";

    /// <summary>Which runs lie within this folder, or above it, where no run can be trained in it since it holds other files; else null.</summary>
    internal string? HowToNameOne
    {
        get
        {
            try
            {
                if (!Directory.Exists(Root) || FolderKind.Run.Is(Root) || FolderKind.Run.IsFree(Root))
                {
                    return null;
                }

                var near = Directory.EnumerateDirectories(Root).Order(StringComparer.Ordinal).ToList();
                for (var above = Path.GetDirectoryName(Root); above is not null; above = Path.GetDirectoryName(above))
                {
                    near.Add(above);
                }

                var runs = near.Where(FolderKind.Run.Is).Take(MostNamed).Select(run => Path.GetRelativePath(".", run)).ToList();
                return $"The folder holds other files than a run's: name a run's{(runs.Count > 0 ? ", such as " + string.Join(", ", runs) : "")}.";
            }
            catch (Exception e) when (e is UserException or IOException or UnauthorizedAccessException)
            {
                return null;
            }
        }
    }

    /// <summary>The generator of the last checkpoint, under the reference implementation's names.</summary>
    public string GeneratorWeights => Path.Combine(Root, "weights", "generator.safetensors");

    /// <summary>The moving average of the generator's weights, where the configuration asks for one.</summary>
    public string AverageWeights => Path.Combine(Root, "weights", "generator-average.safetensors");

    /// <summary>The generator alone, after an epoch.</summary>
    public string EpochWeights(int epoch) => Path.Combine(Root, "checkpoints", $"epoch-{epoch:D4}", "generator.safetensors");

    /// <summary>The files of all generators that are there: of the last checkpoint, the moving average, and of epochs.</summary>
    public IEnumerable<string> Generators
    {
        get
        {
            var above = Path.GetDirectoryName(LastCheckpoint)!;
            var epochs = Directory.Exists(above) ? Directory.EnumerateDirectories(above, "epoch-*").Order(StringComparer.Ordinal) : Enumerable.Empty<string>();
            return new[] { GeneratorWeights, AverageWeights }.Concat(epochs.Select(epoch => Path.Combine(epoch, Path.GetFileName(GeneratorWeights)))).Where(File.Exists);
        }
    }

    /// <summary>A site's sheet of conditions, real images and fakes after an epoch.</summary>
    /// <param name="epoch">The epoch.</param>
    /// <param name="site">The site's name; characters that a file name cannot have are percent-encoded.</param>
    /// <param name="suffix">Appended to the name: which part, where it is not training.</param>
    public string SampleSheet(int epoch, string site, string suffix) =>
        Path.Combine(Root, "samples", $"epoch-{epoch:D4}-{FileName(site)}{suffix}.png");

    /// <summary>The sheets of an epoch that are there, each by the site's name and suffix. Other pictures that somebody put beside them are none.</summary>
    /// <param name="epoch">The epoch.</param>
    /// <param name="sites">The sites' names.</param>
    public IEnumerable<(string Name, string Path)> SampleSheets(int epoch, IEnumerable<string> sites)
    {
        var start = $"epoch-{epoch:D4}-".Length;
        return sites.SelectMany(site => new[] { "", OfValidation }.Select(suffix => SampleSheet(epoch, site, suffix))).Where(File.Exists).Order(StringComparer.Ordinal)
            .Select(path => (Uri.UnescapeDataString(Path.GetFileNameWithoutExtension(path)[start..]), path));
    }

    /// <summary>A site's sheet of the drawings that are nearest to its training images, after an epoch.</summary>
    /// <inheritdoc cref="SampleSheet"/>
    public string NearestSheet(int epoch, string site, string suffix)
    {
        var sheet = SampleSheet(epoch, site, suffix);
        return Path.Combine(Path.GetDirectoryName(sheet)!, "nearest", Path.GetFileName(sheet));
    }

    /// <summary>
    /// A name as a part of a file name, one to one, of at most 218 ASCII characters: file systems take 255 bytes, and what stands around it
    /// needs up to 37 (epoch-1000000-, -validation.png, and .writing while it is written). A longer one ends in = and its hash.
    /// A name that Windows takes for a device, such as aux or con.1, has its first letter percent-encoded, on every system.
    /// </summary>
    public static string FileName(string name)
    {
        const int Longest = 218, Hash = 16;
        var encoded = Uri.EscapeDataString(name);
        encoded = DeviceOfWindows().IsMatch(encoded) ? Uri.HexEscape(encoded[0]) + encoded[1..] : encoded;
        if (encoded.Length <= Longest)
        {
            return encoded;
        }

        // No percent-encoded byte is cut in two.
        var end = Longest - Hash - 1;
        end = encoded.AsSpan(end - 2, 2).LastIndexOf('%') is >= 0 and var cut ? end - 2 + cut : end;
        return $"{encoded[..end]}={Digest.OfText(name)[..Hash]}";
    }

    /// <summary>The synthetic set that is drawn by this run's generator where --out does not say otherwise.</summary>
    public string SyntheticSet => SyntheticSetOf(SynthesisConditions.Seen);

    /// <summary>The same of certain conditions: synthetic, and beside it synthetic-left-out.</summary>
    public string SyntheticSetOf(SynthesisConditions conditions) => Path.Combine(Root, NameOfSet(conditions));

    /// <summary>What a set of certain conditions is called in its run's folder.</summary>
    public static string NameOfSet(SynthesisConditions conditions) => conditions == SynthesisConditions.Seen ? "synthetic" : "synthetic-left-out";

    /// <summary>The comparison of which the first set is this run's, where --out does not say otherwise.</summary>
    public string Comparison => Path.Combine(Root, "segmentation");

    /// <summary>The measures of this run's drawings where --out does not say otherwise.</summary>
    public string Fidelity => Path.Combine(Root, "fidelity");

    /// <summary>The evaluation of a network on other data where --out does not say otherwise.</summary>
    /// <param name="network">The name of the network's file.</param>
    public string Evaluation(string network) => Path.Combine(Evaluations, network);

    private string Evaluations => Path.Combine(Root, "evaluation");

    /// <summary>The audit of this run where --out does not say otherwise.</summary>
    public string Audit => Path.Combine(Root, "audit");

    /// <summary>The folder of a new run. Nothing is left there, and a run that is there stays, until <see cref="Begin"/>.</summary>
    /// <param name="path">Where; folders above are made too.</param>
    /// <param name="overwrite">Whether a run that is there may be replaced.</param>
    /// <exception cref="UserException">Something is there already, another command writes there, or the folder cannot be written.</exception>
    public static RunFolder Create(string path, bool overwrite)
    {
        var folder = new RunFolder(path, overwrite);

        // A folder may be there and still refuse files; the lock's is one.
        using var mayWrite = FolderLock.Take(path);
        folder.RefuseOccupied();
        return folder;
    }

    /// <summary>What <see cref="Begin"/> is going to delete, to be said beforehand; null where there is nothing.</summary>
    /// <exception cref="UserException">A folder in it may not be read.</exception>
    public string? Replaced => FolderKind.Run.Is(Root)
        ? $"replacing the run in '{Root}'" + string.Concat(Below.Select(below => $", with its {below.Kind.Name} in '{Path.GetRelativePath(Root, below.Folder)}'"))
        : null;

    /// <summary>Removes the run that is replaced, with the sets and the comparison in it, and starts the new one with its configuration.</summary>
    /// <remarks>
    /// Whenever this is killed, the folder holds a run: the old one, one without a checkpoint, or nothing. The last checkpoint
    /// goes first, so that nothing goes on from a run of which a part is gone.
    /// </remarks>
    /// <exception cref="UserException">Another run has begun there meanwhile, another command writes in what would be deleted, a folder in it may not be read, or the folder cannot be written.</exception>
    public void Begin(string configuration)
    {
        RefuseOccupied();
        var below = Below.ToList();
        var locks = new List<FolderLock>();
        try
        {
            below.ForEach(b => locks.Add(FolderLock.Take(b.Folder)));
            below.ForEach(b => b.Kind.RefuseFixed(b.Folder));
            FolderKind.Run.RefuseFixed(Root, isWrittenAnew: true);
            AtomicFolder.RefuseFixed(LastCheckpoint);
            FolderKind.Deleting(() => AtomicFolder.Discard(LastCheckpoint));
            below.ForEach(b => b.Kind.Remove(b.Folder));
            FolderKind.Run.Clear(Root);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserException($"The run in '{Root}' cannot be replaced: {e.Message}", "Choose another folder with --out.");
        }
        finally
        {
            locks.ForEach(held => held.Dispose());
        }

        below.ForEach(b => FolderKind.DeleteEmpty(b.Folder));

        // The configuration comes last: the folder without it is free, with it a run's.
        foreach (var file in new[] { GeneratorWeights, SampleSheet(0, "", "") })
        {
            NewFolder.Make(Path.GetDirectoryName(file)!);
        }

        AtomicFile.WriteText(Configuration, configuration);
    }

    /// <summary>The names of a run's files, whether they are there or not.</summary>
    public static RunFolder At(string path) => new(path, overwrite: false);

    /// <summary>The folder of a run to go on with.</summary>
    /// <exception cref="UserException">There is no run, or it has no checkpoint yet.</exception>
    public static RunFolder Open(string path)
    {
        var folder = new RunFolder(path, overwrite: false);
        if (!File.Exists(folder.Configuration))
        {
            GivenPath.RefuseHidden(folder.Configuration);
            throw new UserException($"There is no run to resume in '{folder.Root}'.", folder.HowToRestoreConfiguration ?? "Start one without --resume, or name its folder with --out.");
        }

        if (!AtomicFolder.Recover(folder.LastCheckpoint))
        {
            folder.RefuseUnseenCheckpoint();
            if (folder.HowToNameOne is { } another)
            {
                throw new UserException($"There is no run to resume in '{folder.Root}'.", another);
            }

            throw new UserException(
                $"The run in '{folder.Root}' was stopped before its first checkpoint.", "Start it again with --overwrite.");
        }

        return folder;
    }

    /// <summary>Refuses a run whose checkpoint, if it is not there, may be elsewhere: where its folder may not be looked into, or is a link to what is not there.</summary>
    /// <exception cref="UserException">It is so.</exception>
    internal void RefuseUnseenCheckpoint()
    {
        GivenPath.RefuseHidden(LastCheckpoint);
        foreach (var folder in new[] { Path.GetDirectoryName(LastCheckpoint)!, LastCheckpoint })
        {
            if (RealPath.LostTarget(folder) is { } target)
            {
                throw new UserException($"'{folder}' is a link to {target}, which is not there.", "Bring back what it leads to: the run's checkpoints.");
            }
        }
    }

    // Whatever follows the first dot: Microsoft's "Naming Files, Paths, and Namespaces".
    [GeneratedRegex(@"^(con|prn|aux|nul|com[0-9]|lpt[0-9]|conin%24|conout%24)(\.|$)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex DeviceOfWindows();

    // A link is none of them: what it leads to may be another run's.
    private IEnumerable<(string Folder, FolderKind Kind)> Below =>
        Enum.GetValues<SynthesisConditions>().Select(conditions => (Folder: SyntheticSetOf(conditions), Kind: FolderKind.SyntheticSet))
            .Append((Folder: Comparison, Kind: FolderKind.Comparison))
            .Append((Folder: Fidelity, Kind: FolderKind.Fidelity))
            .Append((Folder: Audit, Kind: FolderKind.Audit))
            .Concat(EvaluationFolders().Select(folder => (Folder: folder, Kind: FolderKind.Evaluation)))
            .Where(below => !RealPath.IsLink(below.Folder) && below.Kind.IsSurely(below.Folder));

    private IEnumerable<string> EvaluationFolders()
    {
        try
        {
            return Directory.Exists(Evaluations) && !RealPath.IsLink(Evaluations) ? Directory.GetDirectories(Evaluations).Order(StringComparer.Ordinal) : [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserException($"'{Evaluations}' cannot be read: {e.Message}", "Check its permissions, or choose another folder with --out.");
        }
    }

    /// <summary>Only a run is ever replaced, and only when that is asked for.</summary>
    private void RefuseOccupied()
    {
        if (FolderKind.Run.IsFree(Root))
        {
            return;
        }

        FolderKind.Run.RefuseOthers(Root);
        if (!overwrite)
        {
            throw new UserException(
                $"There is a run in '{Root}' already.", "Go on with it by --resume, replace it by --overwrite, or choose another folder with --out.");
        }
    }
}
