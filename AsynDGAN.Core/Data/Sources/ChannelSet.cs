using AsynDGAN.Core.Configuration;

namespace AsynDGAN.Core.Data.Sources;

/// <summary>What the images of a source have for channels, and which of them networks take.</summary>
/// <param name="All">The names of a whole image's.</param>
/// <param name="Wanted">Those that networks take, in order.</param>
/// <param name="InOneFile">Whether one file holds all of them; else each has a file.</param>
public sealed record ChannelSet(IReadOnlyList<string> All, IReadOnlyList<string> Wanted, bool InOneFile)
{
    private static readonly string[] gray = ["gray"];

    /// <summary>The channels of a picture in colour, in their order.</summary>
    internal static IReadOnlyList<string> Colour { get; } = ["red", "green", "blue"];

    /// <summary>Whether they are red, green and blue.</summary>
    public bool IsColour => ReferenceEquals(All, Colour);

    /// <summary>Whether they have names of their own: all but a grey picture's.</summary>
    public bool AreNamed => !ReferenceEquals(All, gray);

    /// <summary>Whether numbers at the ends of files' names tell them: those of a manifest are numbered in their order, as nnU-Net does it, and BraTS numbers none.</summary>
    public bool AreNumbered => !ReferenceEquals(All, BrainChannels.All);

    /// <summary>Those of a configuration's source.</summary>
    /// <param name="options">Names source and channels.</param>
    /// <param name="count">How many channels networks take, which tells a manifest's grey pictures from colour.</param>
    public static ChannelSet Of(DataOptions options, int count)
    {
        var (all, usual, inOneFile) = options.Source switch
        {
            DataSource.Manifest when options.ChannelNames.Count > 0 => (options.ChannelNames, options.ChannelNames, false),
            _ when options.HasNuclei() => (Colour, Colour, true),
            DataSource.Manifest when count > 1 || options.Channels.Except(gray).Any() => (Colour, Colour, true),
            DataSource.LggMri => (LggMriSource.Channels, [LggMriSource.Usual], true),
            DataSource.Brats or DataSource.Hdf5 => (BrainChannels.All, [BrainChannels.Usual], false),
            _ => (gray, gray, true),
        };
        return new ChannelSet(all, options.Channels.Count > 0 ? options.Channels : usual, inOneFile);
    }

    /// <summary>The names of a drawn image's channels where each gets a file; none where one picture holds them all.</summary>
    public static IReadOnlyList<string> Apart(DataOptions options)
    {
        var isNamed = options.Source == DataSource.Manifest && options.ChannelNames.Count > 0;
        var wanted = options.Channels.Count > 0 ? options.Channels : isNamed ? options.ChannelNames : [];
        return wanted.Count is 2 or > 3 || (isNamed && wanted.Count == 3) ? wanted : [];
    }

    /// <summary>The channel in whose name a file's ends, as in p1_t2.nii.gz, the longest where several do, as t2 and fat_t2; null where none does.</summary>
    /// <param name="file">Its name or path.</param>
    /// <param name="channels">All names.</param>
    /// <param name="anySpelling">Whether -, a point or a space may stand for _, letters count in any case, and the channel's name may be all of the file's.</param>
    internal static string? NamedBy(string file, IReadOnlyList<string> channels, bool anySpelling = false)
    {
        var stem = DataFolder.Stem(Path.GetFileName(file));
        if (anySpelling)
        {
            var plain = Plain(stem);
            var fits = channels.Where(channel => plain == Plain(channel) || (stem.Length > channel.Length + 1 && plain.EndsWith("_" + Plain(channel), StringComparison.Ordinal))).ToArray();
            string[] longest = [.. fits.Where(channel => channel.Length == fits.Max(fit => fit.Length))];

            // Of names that differ in their spelling alone, the file's own counts.
            return longest.Length == 1 ? longest[0] : longest.FirstOrDefault(channel => stem.EndsWith(channel, StringComparison.Ordinal));
        }

        return channels.Where(channel => stem.Length > channel.Length + 1 && stem.EndsWith("_" + channel, StringComparison.Ordinal)).MaxBy(channel => channel.Length);
    }

    /// <summary>Says which file of an image is named as another channel than the one that it is taken for; null where none is. A number counts files, as in drawn sets, whatever channel it may name. Names count in any spelling.</summary>
    /// <param name="files">One of each of the channels that are taken.</param>
    /// <param name="taken">Their names.</param>
    /// <param name="channels">All names.</param>
    internal static string? Misplaced(IReadOnlyList<string> files, IReadOnlyList<string> taken, IReadOnlyList<string> channels) => files.Zip(taken)
        .Select(own => NamedBy(own.First, channels, anySpelling: true) is { } other && other != own.Second && !other.All(char.IsAsciiDigit) ? $"{Path.GetFileName(own.First)} is named as the channel {other}, and stands where {own.Second} is wanted" : null)
        .FirstOrDefault(fault => fault is not null);

    /// <summary>The files, of an image's, that are read, in order; null where there are too few or too many.</summary>
    internal IReadOnlyList<string>? FilesOf(IReadOnlyList<string> files) => files.Count switch
    {
        var all when all == All.Count && !InOneFile => [.. Wanted.Select(name => files[All.ToList().IndexOf(name)])],
        1 when InOneFile || Wanted.Count == 1 => files,
        var each when each == Wanted.Count && !IsColour => files,
        _ => null,
    };

    /// <summary>What networks take, in words.</summary>
    public override string ToString() => (InOneFile, IsColour, All.Count) switch
    {
        (true, true, _) => Wanted.Count == All.Count ? "in colour" : $"in colour, of which {Listed(Wanted)} {(Wanted.Count == 1 ? "is" : "are")} taken",
        (true, _, 1) => "in grey, of one channel",
        (true, _, _) => $"of the channels {Listed(All)}, of which {Listed(Wanted)} {(Wanted.Count == 1 ? "is" : "are")} taken, or of {(Wanted.Count == 1 ? "that" : "those")} alone",
        (false, _, 1) => $"of one channel, {All[0]}",
        (false, _, _) => $"of the {(Wanted.Count == 1 ? "channel" : "channels")} {Listed(Wanted)}, a file each",
    };

    private static string Plain(string name) => name.ToLowerInvariant().Replace('-', '_').Replace('.', '_').Replace(' ', '_');

    private static string Listed(IReadOnlyList<string> names) => names.Count == 1 ? names[0] : $"{string.Join(", ", names.Take(names.Count - 1))} and {names[^1]}";
}
