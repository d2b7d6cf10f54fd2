using System.Text.Json;
using AsynDGAN.Core.Imaging;
using AsynDGAN.Core.Runs;

namespace AsynDGAN.Core.Synthesis;

/// <summary>nnU-Net's raw layout of two-dimensional PNG: imagesTr/NAME_0000.png, labelsTr/NAME.png with labels 0 and 1, dataset.json.</summary>
internal sealed class NnUnetLayout : ISyntheticLayout
{
    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true };

    public string Name => "nnunet";

    public ushort Inside => 1;

    public (string Image, string Mask) Names(string name, int bits) => ($"imagesTr/{name}_0000.png", $"labelsTr/{name}.png");

    public void Finish(string folder, int images, PixelArray first)
    {
        // A colour PNG is one file of three channels there.
        var channels = first.Channels == 3
            ? new Dictionary<string, string> { ["0"] = "R", ["1"] = "G", ["2"] = "B" }
            : new Dictionary<string, string> { ["0"] = "synthetic" };
        var description = new Dictionary<string, object>
        {
            ["channel_names"] = channels,
            ["labels"] = new Dictionary<string, int> { ["background"] = 0, ["tumour"] = 1 },
            ["numTraining"] = images,
            ["file_ending"] = ".png",
        };
        AtomicFile.WriteText(Path.Combine(folder, "dataset.json"), JsonSerializer.Serialize(description, Json) + "\n");
    }
}
