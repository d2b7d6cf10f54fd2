using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Csv;

namespace AsynDGAN.Core.Data.Sources;

/// <summary>The table <c>data.cases</c>: the organ that each case shows and the part that it belongs to.</summary>
internal sealed class CaseTable
{
    private const string Unused = "unused";

    private readonly Dictionary<string, (string Organ, DataPart? Part)> entries;

    private CaseTable(Dictionary<string, (string Organ, DataPart? Part)> entries) => this.entries = entries;

    /// <summary>Reads a table.</summary>
    /// <param name="path">CSV with the columns case, organ and part (train, validation, test or unused), and note where it has one.</param>
    /// <param name="encoding">As of <see cref="TextEncodings"/>.</param>
    /// <exception cref="UserException">The file is at fault: all of its faults.</exception>
    public static CaseTable Read(string path, string encoding)
    {
        var (faults, table) = (new FaultList(), new Dictionary<string, (string Organ, DataPart? Part)>());
        foreach (var (line, fields) in CsvTable.Read(path, ["case", "organ", "part"], ["note"], encoding))
        {
            var part = PartNames.Parse(fields["part"]);
            if (fields["case"].Length == 0 || fields["organ"].Length == 0)
            {
                faults.Add($"line {line}: case or organ is empty");
            }
            else if (part is null && !fields["part"].Equals(Unused, StringComparison.OrdinalIgnoreCase))
            {
                faults.Add($"line {line}: part is '{fields["part"]}'; it is train, validation, test or {Unused}");
            }
            else if (!table.TryAdd(fields["case"], (fields["organ"], part)))
            {
                faults.Add($"line {line}: case {fields["case"]} is there already");
            }
        }

        faults.ThrowIfAny(path, "Each line names a case, its organ and its part.");
        return new CaseTable(table);
    }

    /// <summary>The cases that are to be used.</summary>
    public IEnumerable<string> Wanted => entries.Where(entry => entry.Value.Part is not null).Select(entry => entry.Key);

    /// <summary>A case's organ and part; null where it is not to be used.</summary>
    /// <param name="name">The case's.</param>
    /// <param name="unused">Told why it is not.</param>
    public (string Organ, DataPart? Part)? Find(string name, List<LeftOut> unused)
    {
        if (entries.TryGetValue(name, out var entry) && entry.Part is not null)
        {
            return entry;
        }

        unused.Add(new LeftOut(name, entry.Organ is null ? "the table of cases does not name it" : "unused by the table of cases"));
        return null;
    }
}
