using System.Text.RegularExpressions;

namespace AsynDGAN.Core.Setup;

/// <summary>
/// The beginnings of names, which may tell the patients of several pictures each: what stands before the last _ or -, or before a side or
/// a view behind a number, as in 01L or 01_R_CC, where that tells some, and fewer.
/// </summary>
internal sealed partial class NameBeginnings
{
    /// <param name="names">One a picture, with the folders that belong to it.</param>
    /// <param name="sites">One a picture.</param>
    /// <param name="haveParts">Whether words of the names are those of parts, and tell no patients.</param>
    public NameBeginnings(IReadOnlyList<string> names, IReadOnlyList<string> sites, bool haveParts = false)
    {
        Func<string, string> own = haveParts ? NamedParts.Without : name => name;
        var (parts, sides) = (Told(names, sites, name => Of(own(name))), Told(names, sites, name => Side().Replace(own(name), "")));
        var bySide = sides.Tell && (!parts.Tell || sides.Count < parts.Count);
        (All, Count, AreShared, Tell) = bySide ? sides : parts;
        Before = bySide ? "the side behind the number" : "the last _ or -";
    }

    /// <summary>One a picture.</summary>
    public IReadOnlyList<string> All { get; }

    /// <summary>How many there are, those of several sites apart.</summary>
    public int Count { get; }

    /// <summary>Whether two pictures of a site have the same one.</summary>
    public bool AreShared { get; }

    /// <summary>Whether they may be patients: names such as scan_001 say the same of every picture of a site.</summary>
    public bool Tell { get; }

    /// <summary>Before what of the names they stand, for messages.</summary>
    public string Before { get; }

    /// <summary>What stands before the last _ or - of a name; the name where it has neither.</summary>
    public static string Of(string name) => LastPart().Replace(name, "");

    private static (string[] All, int Count, bool AreShared, bool Tell) Told(IReadOnlyList<string> names, IReadOnlyList<string> sites, Func<string, string> beginning)
    {
        string[] all = [.. names.Select(beginning)];
        var groups = all.Zip(sites).GroupBy(own => own).ToArray();

        // One name may lie in several parts.
        var areShared = all.Zip(sites, names).GroupBy(own => (own.First, own.Second)).Any(group => group.Select(own => own.Third).Distinct().Count() > 1);
        return (all, groups.Length, areShared, areShared && groups.GroupBy(own => own.Key.Second).Any(own => own.Count() > 1 && own.Any(group => group.Count() > 1)));
    }

    [GeneratedRegex(@"[_\-. ][^_\-. /]*\z")]
    private static partial Regex LastPart();

    [GeneratedRegex(@"(?<=[0-9])([_\-. ]?(l|r|left|right|od|os|cc|mlo))+\z", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Side();
}
