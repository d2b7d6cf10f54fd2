namespace AsynDGAN.Core.Data.Sources;

/// <summary>The lines of a table that name files as images, each file once: it may be spelled in several ways, and links lead to it.</summary>
/// <param name="folder">To which names are relative.</param>
internal sealed class ImageLines(string folder)
{
    private readonly Dictionary<string, (int Line, string Name)> lines = new(FileNameCase.Comparer);

    /// <summary>The line and the name of each file, by its own place.</summary>
    public IReadOnlyDictionary<string, (int Line, string Name)> All => lines;

    /// <summary>A file's own place.</summary>
    public string PlaceOf(string name) => RealPath.Of(Path.GetFullPath(name, folder));

    /// <summary>Refuses names of which none leads to a file from the table's folder, and some do from the working directory.</summary>
    /// <param name="table">What messages call the table.</param>
    /// <exception cref="UserException">They are such names.</exception>
    public void RefuseNamesFromHere(string table)
    {
        var names = lines.Values.Select(line => line.Name).ToArray();
        if (!Array.Exists(names, name => File.Exists(Path.Combine(folder, name))) && Array.Find(names, File.Exists) is { } name)
        {
            throw new UserException(
                $"{table}: names in a table are relative to the table's folder, and none leads to a file from there; from the working directory {name} does",
                $"Write it as {Path.GetRelativePath(folder, name)}, and the others likewise, or move the table into {Environment.CurrentDirectory}.");
        }
    }

    /// <summary>Takes a file that a line names.</summary>
    /// <param name="line">The line's number.</param>
    /// <param name="name">As it is spelled there.</param>
    /// <param name="place">As of <see cref="PlaceOf"/>.</param>
    /// <returns>The fault where a line has it already; else null.</returns>
    public string? Add(int line, string name, string place)
    {
        if (lines.TryAdd(place, (line, name)))
        {
            return null;
        }

        var (first, other) = lines[place];
        return $"line {line}: image {name} is on line {first} already{(other == name ? "" : $", as {other}")}";
    }
}
