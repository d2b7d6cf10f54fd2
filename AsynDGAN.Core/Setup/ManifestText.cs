using AsynDGAN.Core.Csv;

namespace AsynDGAN.Core.Setup;

/// <summary>The text of a manifest.</summary>
internal static class ManifestText
{
    private const char Between = '|';

    /// <summary>A line an entry, in their order.</summary>
    /// <param name="entries">At least one.</param>
    /// <param name="path">From an entry's path to the one that is written.</param>
    /// <exception cref="UserException">A file has a name that a manifest cannot hold.</exception>
    public static string Of(IReadOnlyList<ManifestEntry> entries, Func<string, string> path)
    {
        var named = entries.SelectMany(entry => entry.Images.Append(entry.Mask)).FirstOrDefault(file => file.Contains(Between) || file != file.Trim());
        if (named is not null)
        {
            throw new UserException($"'{named}': a manifest cannot hold a name with {Between} or with spaces at its ends", "Rename it.");
        }

        var hasParts = entries.Any(entry => entry.Part.Length > 0);
        string[] header = ["site", "patient", .. Part("part"), "image", "mask"];
        using var text = new StringWriter();
        CsvLines.Write(text, entries
            .Select(entry => (string[])[entry.Site, entry.Patient, .. Part(entry.Part), string.Join(Between, entry.Images.Select(path)), path(entry.Mask)])
            .Prepend(header));
        return text.ToString();

        string[] Part(string value) => hasParts ? [value] : [];
    }
}
