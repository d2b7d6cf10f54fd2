using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Data.Sources;
using AsynDGAN.Core.Imaging;
using AsynDGAN.Core.Platform;
using AsynDGAN.Core.Runs;

namespace AsynDGAN.Core.Data.Phantom;

/// <summary>
/// The embedded data: generated heads with tumours or vessels, 96x96 pixels of 8 bits on a black background. The institutions
/// differ in the size and place of their tumours, and with style <c>varied</c> in their grey values. The data depend on
/// the options only, not on the run's seed, so that runs with several seeds share them.
/// </summary>
internal sealed class PhantomSource(PhantomOptions options) : ICaseSource
{
    /// <summary>Rows and columns of the slices.</summary>
    public const int Side = 96;

    /// <summary>The name of its one channel.</summary>
    public const string Channel = "gray";

    // Enters the fingerprint: to be raised when the same options give other pictures.
    private const int Version = 1;

    private const int Seed = 1;

    public CaseListing List()
    {
        var count = options.Institutions * options.Patients;
        var cases = Enumerable.Range(0, count).Select(i => List(i / options.Patients, i % options.Patients));
        var description = $"phantom {Version} {options.Institutions} {options.Patients} {options.Slices} {options.Style}{(options.Object == PhantomObject.Tumour ? "" : $" {options.Object}")}";
        var fingerprint = Digest.OfText(description);
        return new CaseListing("the phantom", [.. cases], _ => fingerprint);
    }

    private static string Numbered(string prefix, int number, int count) =>
        $"{prefix}-{(number + 1).ToString($"D{count.ToString().Length}")}";

    private ListedCase List(int institution, int patient)
    {
        var site = Numbered("site", institution, options.Institutions);
        var name = Numbered($"{site}-patient", patient, options.Patients);
        var attributes = new Dictionary<string, string> { [ImageCase.InstitutionAttribute] = site };
        (string, string)[] slices = [.. Enumerable.Range(0, options.Slices).Select(number => Numbered("slice", number, options.Slices)).Select(slice => (slice, $"{name}/{slice}"))];
        return new ListedCase(new ImageCase(name, name, attributes, []), slices, [], _ => Make(site, institution, patient));
    }

    private SliceResult[] Make(string site, int institution, int patient)
    {
        var scanner = options.Style switch
        {
            PhantomStyle.Varied => PhantomScanner.Draw(SplitMix64.For(Seed, RandomPurpose.Phantom, site, -1)),
            PhantomStyle.Shared => PhantomScanner.Plain,
            _ => throw new ArgumentOutOfRangeException(nameof(institution), options.Style, "no such style"),
        };
        var random = SplitMix64.For(Seed, RandomPurpose.Phantom, site, patient);
        var head = new PhantomHead(random, (double)institution / options.Institutions, options.Object);
        return [.. Enumerable.Range(0, options.Slices).Select(number =>
        {
            // Positions from below to above the tumour's middle, which every slice meets.
            var position = options.Slices == 1 ? 0 : 2.0 * number / (options.Slices - 1) - 1;
            var image = new ushort[Side * Side];
            var mask = new ushort[Side * Side];
            for (var i = 0; i < image.Length; i++)
            {
                var (grey, inside) = head.At(i % Side, i / Side, position);
                image[i] = scanner.Measure(grey, i % Side, i / Side, random);
                mask[i] = inside ? (ushort)255 : (ushort)0;
            }

            var picture = new PixelArray(Side, Side, 1, 8, image);
            return SliceResult.Of(
                new CaseSlice(Numbered("slice", number, options.Slices), picture, new PixelArray(Side, Side, 1, 8, mask)) { Decoded = DecodedImage.Digests(picture) }, digest: "");
        })];
    }
}
