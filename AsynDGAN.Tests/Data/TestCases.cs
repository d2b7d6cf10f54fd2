using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Data.Sources;
using AsynDGAN.Core.Imaging;

namespace AsynDGAN.Tests.Data;

/// <summary>Small cases and files for the tests of this folder.</summary>
internal static class TestCases
{
    /// <summary>A case of one slice, 10x10, whose mask has the first pixels set.</summary>
    public static ImageCase Of(string patient, string institution = "A", int maskPixels = 1, DataPart? part = null)
    {
        var mask = new ushort[100];
        Array.Fill(mask, (ushort)255, 0, maskPixels);
        return Of(patient, institution, [new CaseSlice("1", Constant(10, 10, 100), new PixelArray(10, 10, 1, 8, mask))], part);
    }

    public static ImageCase Of(string patient, string institution, CaseSlice[] slices, DataPart? part = null) =>
        new(patient, patient, new Dictionary<string, string> { ["institution"] = institution, ["scanner"] = "one" }, slices, part)
        {
            MaskFractions = [.. slices.Select(slice => slice.MaskFraction)],
        };

    /// <summary>Patients p01, p02 ... of each institution.</summary>
    public static ImageCase[] Cohort(params (string Institution, int Patients)[] institutions) =>
        institutions.SelectMany(institution => Enumerable.Range(1, institution.Patients)
            .Select(i => Of($"{institution.Institution}-{i:D3}", institution.Institution))).ToArray();

    public static PixelArray Constant(int height, int width, int value, int bits = 8) =>
        Picture(height, width, (_, _) => value, bits);

    /// <summary>A picture of one channel.</summary>
    public static PixelArray Picture(int height, int width, Func<int, int, int> value, int bits = 8) =>
        new(height, width, 1, bits, Enumerable.Range(0, height * width).Select(i => (ushort)value(i / width, i % width)).ToArray());

    /// <summary>Background 0, a disc of 100, and within it a square of 200 that is the mask.</summary>
    public static CaseSlice Head(string name, int height, int width, double radius, int bits = 8)
    {
        var factor = bits == 16 ? 256 : 1;
        bool Inside(int y, int x) => Math.Abs(y - height / 2) <= 3 && Math.Abs(x - width / 2 - 4) <= 2;
        bool Round(int y, int x) => Math.Pow(y - height / 2, 2) + Math.Pow(x - width / 2, 2) <= radius * radius;
        return new CaseSlice(
            name,
            Picture(height, width, (y, x) => Inside(y, x) ? 200 * factor : Round(y, x) ? 100 * factor : 0, bits),
            Picture(height, width, (y, x) => Inside(y, x) ? 255 : 0));
    }

    /// <summary>All cases of a source with their slices.</summary>
    public static CaseSet Read(this ICaseSource source, int threads, OnError onError = OnError.Stop)
    {
        var listing = source.List();
        var cases = new ImageCase[listing.Cases.Count];
        var set = new CaseReading(listing, onError, (i, without) =>
        {
            var results = listing.Cases[i].Read(new FileDigests());
            cases[i] = CaseReading.Joined(listing.Cases[i], results, without);
            return results;
        }).Run(threads, null);
        return set with { Cases = [.. cases.Where(@case => @case.Slices.Count > 0)] };
    }
}
