using AsynDGAN.Core.Configuration;

namespace AsynDGAN.Core.Data.Sources;

/// <summary>What BraTS calls its modalities, its label maps and its institutions.</summary>
internal static class BrainChannels
{
    /// <summary>The name of a case's label map.</summary>
    public const string Labels = "seg";

    /// <summary>What is used where the configuration names no channel.</summary>
    public const string Usual = "t2";

    /// <summary>Where a case's name does not tell the institution.</summary>
    public const string NoInstitution = "none";

    private static readonly string[] all = ["t1", "t1ce", Usual, "flair"];

    /// <summary>All modalities.</summary>
    public static IReadOnlyList<string> All => all;

    /// <summary>The modalities that a configuration asks for.</summary>
    /// <exception cref="UserException">It names another.</exception>
    public static IReadOnlyList<string> Wanted(DataOptions options) =>
        options.Channels.Except(all).FirstOrDefault() is { } unknown
            ? throw new UserException(
                $"data.channels: {options.Source.ToString().ToLowerInvariant()} has no channel '{unknown}'", $"Its channels are {string.Join(", ", all)}.")
            : options.Channels.Count > 0 ? options.Channels : [Usual];

    /// <summary>A case's name without the number of its time, as in <c>Brats18_CBICA_AAB_1</c> and <c>BraTS-GLI-00005-001</c>; null for other names.</summary>
    public static string? Person(string @case) => @case.Split('_') is [_, _, _, var time] && int.TryParse(time, out _) ? @case[..^(time.Length + 1)]
        : @case.Split('-') is [_, _, _, var later] && int.TryParse(later, out _) ? @case[..^(later.Length + 1)]
        : null;

    /// <summary>The second of four tokens, as in <c>Brats18_CBICA_AAB_1</c>.</summary>
    public static string Institution(string @case) => @case.Split('_') is [_, var institution, _, _] ? institution : NoInstitution;
}
