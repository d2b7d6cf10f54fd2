using AsynDGAN.Core.Imaging;
using AsynDGAN.Tests.Imaging;

namespace AsynDGAN.Tests.Cli;

/// <summary>A working directory with a configuration of the smallest networks, data and training: tiny.yaml.</summary>
internal sealed class WorkFolder : IDisposable
{
    public const string Tiny = """
        data: { image_size: 16, min_mask_pixels: 1, validation_fraction: 0.25, phantom: { institutions: 2, patients: 4, slices: 2 } }
        generator: { blocks: 1, filters: 2 }
        discriminator: { layers: 1, filters: 2 }
        training: { steps: 2 }

        """;

    /// <summary>The smallest networks of a comparison.</summary>
    public static readonly string[] SmallSegmentation = ["--set", "segmentation={filters: 2, depth: 2, steps: 2, batch_size: 2, fedavg: {rounds: 1}}"];

    /// <summary>A patient of the layout that <see cref="AddPatient"/> writes.</summary>
    public const string Patient = "TCGA_CS_0001_19960909";

    private readonly TemporaryFolder folder = new();

    public WorkFolder() => Write("tiny.yaml", Tiny);

    public string Root => folder.Path;

    public string Join(params string[] names) => folder.Join(names);

    public void Write(string name, string text) => File.WriteAllText(Join(name), text);

    /// <summary>Runs a command in it.</summary>
    public AsyndganProcess.Result Run(params string[] arguments) => WarmProgram.Run(Root, arguments);

    public AsyndganProcess.Result Train(params string[] arguments) => Run(["train", "--config", "tiny.yaml", .. arguments]);

    /// <summary>Trains on the patients in a folder.</summary>
    public AsyndganProcess.Result TrainOnMri(string data, params string[] arguments) =>
        Train(["--set", "data.source=lgg-mri", "--set", "data.root=" + data, .. arguments]);

    /// <summary>Nothing is left of a command that was refused.</summary>
    public void HasNoRun() => Assert.That(
        Directory.Exists(Join("runs")) ? Directory.EnumerateFileSystemEntries(Join("runs")) : [], Is.Empty);

    /// <summary>Writes two slices of a patient in the brain MRI layout: a disc with a tumour, of a grey of the patient's own.</summary>
    public void AddPatient(string data, string patient = Patient)
    {
        var grey = (ushort)(100 + patient.Aggregate(0, (sum, letter) => (31 * sum + letter) % 100));
        for (var slice = 1; slice <= 2; slice++)
        {
            Save(Slice(data, patient, slice), Disc(3, 7, grey));
            Save(Slice(data, patient, slice, mask: true), Disc(1, 3, 255));
        }
    }

    /// <summary>The file of a slice, or of its mask.</summary>
    public string Slice(string data, string patient, int slice, bool mask = false) =>
        Join(data, patient, $"{patient}_{slice}{(mask ? "_mask" : "")}.tif");

    public static void Save(string path, PixelArray pixels)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, new TiffSample().Write(pixels));
    }

    /// <summary>16x16 with a disc in the middle.</summary>
    public static PixelArray Disc(int channels, double radius, ushort value)
    {
        var values = Enumerable.Range(0, 16 * 16).Select(i => double.Hypot(i / 16 - 7.5, i % 16 - 7.5) <= radius ? value : (ushort)0);
        return new PixelArray(16, 16, channels, 8, [.. values.SelectMany(v => Enumerable.Repeat(v, channels))]);
    }

    public void Dispose() => folder.Dispose();
}
