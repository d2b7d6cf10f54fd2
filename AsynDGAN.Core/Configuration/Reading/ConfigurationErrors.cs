namespace AsynDGAN.Core.Configuration.Reading;

/// <summary>Collects everything that is wrong with a configuration, so that the user sees all of it at once.</summary>
internal sealed class ConfigurationErrors
{
    private readonly List<string> lines = [];
    private readonly HashSet<string> faulty = [];

    /// <summary>Adds a fault of a key.</summary>
    /// <param name="path">The key's full path.</param>
    /// <param name="place">Where it was given; null where it was not.</param>
    /// <param name="fault">What is wrong and what is allowed.</param>
    public void Add(string path, string? place, string fault)
    {
        faulty.Add(path);
        lines.Add(Visible.Name(place is null ? $"{path}: {fault}" : $"{path} ({place}): {fault}"));
    }

    /// <summary>Adds a fault of the text as a whole, such as a syntax error.</summary>
    public void Add(string line)
    {
        lines.Add(Visible.Name(line));
    }

    /// <summary>Whether a key, or a section that it is in, has a fault, so that its value says nothing.</summary>
    public bool Concern(string path)
    {
        return faulty.Any(f => path == f || path.StartsWith(f + ".", StringComparison.Ordinal));
    }

    /// <summary>Raises one exception with every fault, if there is any.</summary>
    public void ThrowIfAny(string file)
    {
        if (lines.Count > 0)
        {
            var heading = lines.Count == 1 ? $"{file} has an error:" : $"{file} has {lines.Count} errors:";
            throw new UserException(
                string.Join("\n  ", lines.Prepend(heading)),
                "--help lists every key with its default and what it may hold.");
        }
    }
}
