using AsynDGAN.Core;
using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Configuration.Reading;
using AsynDGAN.Core.Imaging;
using AsynDGAN.Core.Setup;
using AsynDGAN.Tests.Data;
using AsynDGAN.Tests.Imaging;
using AsynDGAN.Tests.Runs;

namespace AsynDGAN.Tests.Setup;

/// <summary>A folder of data, and what init makes of it.</summary>
internal sealed class HospitalFolder : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public string Data => folder.Join("data");

    public string Output => folder.Join("hospital.yaml");

    public RecordingDisplay Display { get; } = new();

    public string Yaml => File.ReadAllText(Output);

    public Experiment Experiment => ExperimentReader.Read(Output, []);

    public string[] Manifest => File.ReadAllLines(folder.Join("data", "manifest.csv"));

    public string In(string name) => folder.In("data/" + name);

    public string[] Names => folder.Names();

    /// <summary>A head of 100 on black with an object of 200 in it, differing a little by number.</summary>
    public static PixelArray Image(int number, int size = 32) => TestCases.Picture(size, size, (y, x) => IsObject(y, x, number, size) ? 200 : IsHead(y, x, size) ? 100 + number % 50 : 0);

    /// <summary>Its mask.</summary>
    public static PixelArray Mask(int number, int size = 32, int inside = 255, int bits = 8) => TestCases.Picture(size, size, (y, x) => IsObject(y, x, number, size) ? inside : 0, bits);

    public void Write(string name, PixelArray pixels) => PngFile.Write(pixels, In(name));

    /// <summary>Pictures of sites in images and masks.</summary>
    public void WriteSites(int patients, params string[] sites)
    {
        foreach (var (i, site) in sites.Index())
        {
            for (var patient = 0; patient < patients; patient++)
            {
                Write($"{site}/images/{(char)('a' + i)}{patient}.png", Image(patients * i + patient));
                Write($"{site}/masks/{(char)('a' + i)}{patient}.png", Mask(patients * i + patient));
            }
        }
    }

    /// <summary>A volume, or a label map, of 32x32x6.</summary>
    public void WriteVolume(string name, Func<int, PixelArray> slice)
    {
        short[] voxels = [.. Enumerable.Range(0, 6).SelectMany(z => slice(z).Values.Select(value => (short)value))];
        File.WriteAllBytes(In(name), NiftiSample.Of(4, voxels, [32, 32, 6]));
    }

    public SetupOutcome Run(double hours = 1, Func<SetupRequest, SetupRequest>? options = null, ISetupAnswers? answers = null, double seconds = 0.05, string? path = null, IStepClock? clock = null, CancellationToken stop = default)
    {
        var request = new SetupRequest(path ?? Data, Output, hours);
        return ProjectSetup.Run(options?.Invoke(request) ?? request, answers ?? new GivenAnswers(), Display, clock ?? new GivenClock(seconds), stop);
    }

    public void Dispose() => folder.Dispose();

    private static bool IsHead(int y, int x, int size) => Math.Pow(y - size / 2.0, 2) + Math.Pow(x - size / 2.0, 2) < Math.Pow(0.35 * size, 2);

    private static bool IsObject(int y, int x, int number, int size) => Math.Abs(y - size / 2 - number % 3) < size / 8 && Math.Abs(x - size / 2 + number % 2) < size / 8;

    /// <summary>Writes numbered images with a mask each.</summary>
    /// <param name="place">The folder of a number's.</param>
    /// <param name="image">The image's path in it.</param>
    /// <param name="mask">The mask's.</param>
    public void WritePairs(int count, Func<int, string> place, Func<int, string> image, Func<int, string> mask)
    {
        for (var i = 0; i < count; i++)
        {
            Write($"{place(i)}/{image(i)}", Image(i));
            Write($"{place(i)}/{mask(i)}", Mask(i));
        }
    }

    /// <summary>What is said, and what to do, where it is refused.</summary>
    public string Refusal(Func<SetupRequest, SetupRequest>? options = null)
    {
        var fault = Assert.Throws<UserException>(() => Run(options: options));
        return $"{fault!.Message}\n{fault.Hint}";
    }
}
