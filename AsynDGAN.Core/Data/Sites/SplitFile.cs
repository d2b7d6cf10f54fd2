using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Csv;
using AsynDGAN.Core.Data.Sources;
using AsynDGAN.Core.Runs;

namespace AsynDGAN.Core.Data.Sites;

/// <summary>The split as a CSV file, to look at and to use again (<c>data.split_file</c>).</summary>
public static class SplitFile
{
    /// <summary>Writes the columns patient, institution, site, part, fold; the last is empty where there is none.</summary>
    public static void Write(TextWriter writer, IEnumerable<SplitRow> rows)
    {
        IEnumerable<IReadOnlyList<string>> lines = rows.Select(row => new[] { row.Patient, row.Institution, row.Site, PartNames.Of(row.Part), $"{row.Fold}" });
        CsvLines.Write(writer, lines.Prepend(["patient", "institution", "site", "part", "fold"]));
    }

    /// <summary>Writes the file whole or not at all.</summary>
    public static void Write(string path, IEnumerable<SplitRow> rows) => AtomicFile.Write(path, stream =>
    {
        using var writer = new StreamWriter(stream, leaveOpen: true);
        Write(writer, rows);
    });

    /// <summary>SHA-256 over who belongs to which part, whatever the order of the patients.</summary>
    internal static string Digest(IEnumerable<(string Patient, DataPart Part)> split) => Runs.Digest.OfText(
        string.Concat(split.OrderBy(row => row.Patient, StringComparer.Ordinal).Select(row => $"{row.Patient}\t{PartNames.Of(row.Part)}\n")));

    /// <summary>Every patient's part in a run's split.csv.</summary>
    /// <exception cref="UserException">The file is damaged.</exception>
    internal static IEnumerable<(string Patient, DataPart Part)> Read(string path) => CsvTable.ReadOwn(path, ["patient", "part"]).Select(row => (row.Fields["patient"], PartOf(row)));

    /// <summary>The part that a row of a run's split.csv names.</summary>
    /// <exception cref="UserException">It names none.</exception>
    internal static DataPart PartOf(Csv.CsvRow row) => PartNames.Parse(row.Fields["part"])
        ?? throw new UserException($"{row.Path} line {row.Line}: part is '{row.Fields["part"]}'; it is train, validation or test");

    /// <summary>Reads the columns patient and part; others are not looked at, so that a run's split.csv serves.</summary>
    /// <param name="path">The file; null where none is configured.</param>
    /// <param name="patients">The patients of the data: the file must name exactly these.</param>
    /// <param name="encoding">What the file is in where it is not UTF-8, in which the program writes it.</param>
    /// <exception cref="UserException">The file or its rows are at fault; all faults are listed.</exception>
    internal static Dictionary<string, DataPart> Read(string? path, IReadOnlyList<string> patients, string encoding = TextEncodings.Usual)
    {
        if (path is null)
        {
            throw new UserException(
                "data.split is file, but data.split_file is not given", "Name a CSV file with the columns patient and part.");
        }

        var table = CsvTable.Read(path, ["patient", "part"], encoding: CsvText.IsUtf8(path) ? TextEncodings.Usual : encoding);
        var faults = new FaultList();
        var known = patients.ToHashSet();
        var parts = new Dictionary<string, DataPart>();
        foreach (var (line, fields) in table)
        {
            var patient = fields["patient"];
            if (PartNames.Parse(fields["part"]) is not { } part)
            {
                faults.Add($"line {line}: part is '{fields["part"]}'; it is train, validation or test");
            }
            else if (!known.Contains(patient))
            {
                faults.Add($"line {line}: there is no patient '{patient}' in the data");
            }
            else if (!parts.TryAdd(patient, part))
            {
                faults.Add($"line {line}: patient '{patient}' is listed twice");
            }
        }

        foreach (var missing in patients.Except(table.Select(row => row.Fields["patient"])))
        {
            faults.Add($"patient '{missing}' is missing");
        }

        faults.ThrowIfAny($"the split file {path}", "Mend the file, or use data.split: seed.");
        return parts;
    }

    /// <summary>Refuses a run that was made on another split: it may have learned from patients who are held out here.</summary>
    /// <param name="run">The run's folder.</param>
    /// <param name="split">The split here.</param>
    /// <exception cref="UserException">A patient belongs to another part or fold there, or the patients are others.</exception>
    internal static void RefuseOther(string run, IReadOnlyList<SplitRow> split)
    {
        var path = Path.Combine(run, "split.csv");
        if (!Path.Exists(path))
        {
            throw new UserException($"The run '{run}' has no split.csv, which says whom it has learned from.", $"Have it written anew: asyndgan train --resume --out {ShellWord.Of(run)}");
        }

        var there = new Dictionary<string, DataPart>();
        foreach (var (patient, part) in Read(path))
        {
            if (!there.TryAdd(patient, part))
            {
                throw new UserException($"{path} is damaged: patient '{patient}' is listed twice.");
            }
        }

        string[] added = [.. split.Select(row => row.Patient).Where(patient => !there.ContainsKey(patient))], lost = [.. there.Keys.Except(split.Select(row => row.Patient))];
        if (added.Length + lost.Length > 0)
        {
            throw new UserException(
                $"The run '{run}' was made of other patients: {(added.Length > 0 ? $"{SourceNotes.Listed(added, ", ")} {(added.Length > 1 ? "are" : "is")} in the data and not in the run" : $"{SourceNotes.Listed(lost, ", ")} of the run {(lost.Length > 1 ? "are" : "is")} not in the data")}.",
                "Use the data that the run was made on, or train anew.");
        }

        if (split.FirstOrDefault(row => there[row.Patient] != row.Part) is { } other)
        {
            throw new UserException(
                $"The run '{run}' was made on another split: patient '{other.Patient}' belongs to its {there[other.Patient].ToString().ToLowerInvariant()} part, "
                + $"and to {other.Part.ToString().ToLowerInvariant()} here.",
                "Use the data that the run was made on, and compare runs of one split.");
        }

        // Where one of both has no folds, there is nothing to compare.
        var folds = CsvTable.ReadOwn(path, ["patient"], ["fold"]).ToDictionary(row => row.Fields["patient"], row => row.Fields.GetValueOrDefault("fold", ""));
        if (split.FirstOrDefault(row => row.Fold is { } fold && folds[row.Patient] is { Length: > 0 } dealt && dealt != $"{fold}") is { } moved)
        {
            throw new UserException(
                $"The run '{run}' was made on other folds: patient '{moved.Patient}' belongs to fold {folds[moved.Patient]} there, and to fold {moved.Fold} here.",
                "Use the data and the data.fold that the run was made with.");
        }
    }
}
