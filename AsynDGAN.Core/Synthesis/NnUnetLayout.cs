using System.Text.Json;
using AsynDGAN.Core.Imaging;
using AsynDGAN.Core.Runs;

namespace AsynDGAN.Core.Synthesis;

/// <summary>nnU-Net's raw layout of two-dimensional PNG: imagesTr/NAME_0000.png, labelsTr/NAME.png with labels from 0, dataset.json.</summary>
/// <param name="labels">What the masks' values mean.</param>
/// <param name="channels">The names of channels that have a file each; none: one picture holds them all.</param>
internal sealed class NnUnetLayout(IReadOnlyDictionary<string, int> labels, IReadOnlyList<string> channels) : ISyntheticLayout
{
    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true };

    /// <summary>As --format and synthesis.json call it.</summary>
    public const string LayoutName = "nnunet";

    public string Name => LayoutName;

    public ushort Inside => 1;

    public ushort Boundary => 2;

    public (string Image, string Mask) Names(string name, int bits) =>
        (ChannelFiles.Join(Enumerable.Range(0, Math.Max(1, channels.Count)).Select(i => $"imagesTr/{name}_{i:D4}.png")), $"labelsTr/{name}.png");

    public void Finish(string folder, int images, PixelArray first)
    {
        // A colour PNG is one file of three channels there.
        var names = channels.Count > 0 ? channels.Index().ToDictionary(channel => $"{channel.Index}", channel => channel.Item)
            : first.Channels == 3 ? new Dictionary<string, string> { ["0"] = "R", ["1"] = "G", ["2"] = "B" }
            : new Dictionary<string, string> { ["0"] = "synthetic" };
        var description = new Dictionary<string, object>
        {
            ["channel_names"] = names,
            ["labels"] = labels,
            ["numTraining"] = images,
            ["file_ending"] = ".png",
        };
        AtomicFile.WriteText(Path.Combine(folder, "dataset.json"), JsonSerializer.Serialize(description, Json) + "\n");
    }
}
