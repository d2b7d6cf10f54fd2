namespace AsynDGAN.Core.Imaging;

/// <summary>The files of an image as a table names them: one, or a grey one a channel, joined by |.</summary>
public static class ChannelFiles
{
    /// <summary>What stands between the names.</summary>
    public const char Between = '|';

    /// <summary>The names.</summary>
    public static string[] Split(string text) => text.Split(Between, StringSplitOptions.TrimEntries);

    /// <summary>The text of names.</summary>
    public static string Join(IEnumerable<string> names) => string.Join(Between, names);

    /// <summary>Reads an image.</summary>
    /// <param name="paths">Of its files, at least one.</param>
    /// <exception cref="UserException">As of <see cref="ImageFile.Read"/>, or the files do not fit together.</exception>
    public static PixelArray Read(IReadOnlyList<string> paths) => Joined(paths, [.. paths.Select(ImageFile.Read)]);

    /// <summary>One image of the files that were read: itself where there is one.</summary>
    /// <param name="paths">What messages call them.</param>
    /// <param name="channels">Of one channel each where there are several.</param>
    /// <exception cref="UserException">They differ in size or bits, one has several channels, or they are too large together.</exception>
    public static PixelArray Joined(IReadOnlyList<string> paths, IReadOnlyList<PixelArray> channels)
    {
        var first = channels[0];
        if (channels.Count == 1)
        {
            return first;
        }

        foreach (var (path, channel) in paths.Zip(channels))
        {
            if ((channel.Height, channel.Width, channel.Bits, channel.Channels) != (first.Height, first.Width, first.Bits, 1))
            {
                throw new UserException(
                    $"the files of its channels differ: {Path.GetFileName(path)} is {Text(channel)}, {Path.GetFileName(paths[0])} {Text(first)}", "Each is a grey picture of the same size and bits.");
            }
        }

        ImageLimits.CheckJoined(Path.GetFileName(paths[0]), first.Height, first.Width, channels.Count);
        var values = new ushort[first.Values.Length * channels.Count];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = channels[i % channels.Count].Values[i / channels.Count];
        }

        return new PixelArray(first.Height, first.Width, channels.Count, first.Bits, values);
    }

    /// <summary>The channels of an image as grey pictures.</summary>
    public static IEnumerable<PixelArray> Apart(PixelArray image) => Enumerable.Range(0, image.Channels).Select(channel =>
        new PixelArray(image.Height, image.Width, 1, image.Bits, [.. Enumerable.Range(0, image.Height * image.Width).Select(i => image.Values[i * image.Channels + channel])]));

    private static string Text(PixelArray image) => $"{image.Height}x{image.Width} of {image.Bits} bits{(image.Channels == 1 ? "" : $" and {image.Channels} channels")}";
}
