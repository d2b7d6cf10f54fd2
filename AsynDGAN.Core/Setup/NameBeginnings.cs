using System.Text.RegularExpressions;

namespace AsynDGAN.Core.Setup;

/// <summary>What stands before the last _ or - of names, which may tell the patients of several pictures each.</summary>
internal sealed partial class NameBeginnings
{
    /// <param name="names">One a picture, with the folders that belong to it.</param>
    /// <param name="sites">One a picture.</param>
    public NameBeginnings(IReadOnlyList<string> names, IReadOnlyList<string> sites)
    {
        All = [.. names.Select(Of)];
        var groups = All.Zip(sites).GroupBy(own => own).ToArray();
        Count = groups.Length;

        // One name may lie in several parts.
        AreShared = All.Zip(sites, names).GroupBy(own => (own.First, own.Second)).Any(group => group.Select(own => own.Third).Distinct().Count() > 1);
        Tell = AreShared && groups.GroupBy(own => own.Key.Second).Any(own => own.Count() > 1 && own.Any(group => group.Count() > 1));
    }

    /// <summary>One a picture.</summary>
    public IReadOnlyList<string> All { get; }

    /// <summary>How many there are, those of several sites apart.</summary>
    public int Count { get; }

    /// <summary>Whether two pictures of a site have the same one.</summary>
    public bool AreShared { get; }

    /// <summary>Whether they may be patients: names such as scan_001 say the same of every picture of a site.</summary>
    public bool Tell { get; }

    /// <summary>That of a name; the name where it has neither.</summary>
    public static string Of(string name) => LastPart().Replace(name, "");

    [GeneratedRegex(@"[_\-. ][^_\-. /]*\z")]
    private static partial Regex LastPart();
}
