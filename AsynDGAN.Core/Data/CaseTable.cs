namespace AsynDGAN.Core.Data;

/// <summary>The table <c>data.cases</c>: the organ that each case shows and the part that it belongs to.</summary>
internal static class CaseTable
{
    private const string Unused = "unused";

    /// <summary>Reads a table.</summary>
    /// <param name="path">CSV with the columns case, organ and part (train, validation, test or unused), and note where it has one.</param>
    /// <returns>By the cases' names; no part where a case is unused.</returns>
    /// <exception cref="UserException">The file is at fault: all of its faults.</exception>
    public static IReadOnlyDictionary<string, (string Organ, Part? Part)> Read(string path)
    {
        var (faults, table) = (new Faults(), new Dictionary<string, (string, Part?)>());
        foreach (var (line, fields) in CsvTable.Read(path, ["case", "organ", "part"], ["note"]))
        {
            var part = SplitFile.ParsePart(fields["part"]);
            if (fields["case"].Length == 0 || fields["organ"].Length == 0)
            {
                faults.Add($"line {line}: case or organ is empty");
            }
            else if (part is null && fields["part"] != Unused)
            {
                faults.Add($"line {line}: part is '{fields["part"]}'; it is train, validation, test or {Unused}");
            }
            else if (!table.TryAdd(fields["case"], (fields["organ"], part)))
            {
                faults.Add($"line {line}: case {fields["case"]} is there already");
            }
        }

        faults.ThrowIfAny(path, "Each line names a case, its organ and its part.");
        return table;
    }
}
