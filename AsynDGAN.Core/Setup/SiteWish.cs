using System.Globalization;
using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Data.Sites;

namespace AsynDGAN.Core.Setup;

/// <summary>What sites are made of: the value of --sites.</summary>
/// <param name="Kind">folder, column, random or tumour-size.</param>
/// <param name="Column">For column, its name.</param>
/// <param name="Count">For random and tumour-size, the number of sites.</param>
internal sealed record SiteWish(string Kind, string? Column = null, int? Count = null)
{
    public const string Folder = "folder", OfColumn = "column";

    private const int Most = 1000;

    /// <summary>Whether patients are cut into sites, whatever hospital they are of.</summary>
    public bool IsCut => Count is not null;

    /// <summary>Reads an option's value.</summary>
    /// <exception cref="UserException">It is none of the forms.</exception>
    public static SiteWish Parse(string text)
    {
        var (kind, value) = text.Split(':', 2) switch { [var first, var second] => (first, second.Trim()), var one => (one[0], "") };
        return kind switch
        {
            Folder when value.Length == 0 => new SiteWish(Folder),
            OfColumn when value.Length > 0 => new SiteWish(OfColumn, value),
            SitePartition.Random or SitePartition.TumourSize when int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count is >= 1 and <= Most =>
                new SiteWish(kind, Count: count),
            _ => throw new UserException($"--sites {text}: that is none of folder, column:NAME, random:N and tumour-size:N", $"NAME is a column of the manifest, N a number of sites from 1 to {Most}."),
        };
    }

    /// <summary>The option's value that says the same.</summary>
    public override string ToString() => Column is not null ? $"{Kind}:{Column}" : IsCut ? string.Create(CultureInfo.InvariantCulture, $"{Kind}:{Count}") : Kind;

    /// <summary>The configuration's section.</summary>
    public SiteOptions ToOptions() => IsCut ? new SiteOptions { By = Kind, Count = Count } : new SiteOptions();

    /// <summary>The answers where nothing tells hospitals apart.</summary>
    /// <param name="patients">How many there are.</param>
    public static IReadOnlyList<SetupChoice> Cuts(int patients)
    {
        var count = Math.Clamp(patients / 4, 2, 4);
        return
        [
            new($"{SitePartition.Random}:{count}", $"{count} sites, patients dealt out at random (or another number)"),
            new($"{SitePartition.TumourSize}:{count}", $"{count} sites by the size of the objects, as unlike as they can be (or another number)"),
        ];
    }
}
