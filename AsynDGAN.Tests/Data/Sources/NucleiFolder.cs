using System.Globalization;
using AsynDGAN.Core.Imaging;
using AsynDGAN.Tests.Imaging;

namespace AsynDGAN.Tests.Data.Sources;

/// <summary>Small pictures of square nuclei in the published layouts.</summary>
internal static class NucleiFolder
{
    /// <summary>Rows and columns of a picture.</summary>
    public const int Height = 40, Width = 48;

    /// <summary>Top, left and side of the nuclei of every picture; the first two touch.</summary>
    public static readonly (int Top, int Left, int Side)[] Nuclei = [(4, 5, 9), (4, 14, 8), (22, 30, 10), (26, 6, 7)];

    /// <summary>Writes a picture and its masks below stage1_train.</summary>
    public static void AddDsb(TemporaryFolder folder, string id)
    {
        PngFile.Write(Picture(id), folder.In($"stage1_train/{id}/images/{id}.png"));
        foreach (var (number, nucleus) in Nuclei.Index())
        {
            PngFile.Write(Mask(nucleus), folder.In($"stage1_train/{id}/masks/{number}.png"));
        }
    }

    /// <summary>Writes a tile and its outlines.</summary>
    public static void AddTile(TemporaryFolder folder, string @case)
    {
        File.WriteAllBytes(folder.In($"Tissue Images/{@case}.tif"), new TiffSample().Write(Picture(@case)));
        var regions = Nuclei.Select(n => string.Create(CultureInfo.InvariantCulture, $"""
            <Region Id="1"><Vertices><Vertex X="{n.Left}" Y="{n.Top}"/><Vertex X="{n.Left + n.Side}" Y="{n.Top}"/><Vertex X="{n.Left + n.Side}" Y="{n.Top + n.Side}"/><Vertex X="{n.Left}" Y="{n.Top + n.Side}"/></Vertices></Region>
            """));
        folder.Write($"Annotations/{@case}.xml", $"<Annotations><Annotation Id=\"1\"><Regions>{string.Concat(regions)}</Regions></Annotation></Annotations>");
    }

    public static int Number(int row, int column) => 1 + Array.FindIndex(
        Nuclei, n => row >= n.Top && row < n.Top + n.Side && column >= n.Left && column < n.Left + n.Side);

    /// <summary>Dark nuclei on a light ground; the shades depend on the name.</summary>
    private static PixelArray Picture(string name)
    {
        // A shade a channel, so that no two names have one picture.
        var shades = name.Aggregate(0u, (sum, letter) => 31 * sum + letter);
        int Shade(int channel) => (int)(shades / Math.Pow(40, channel) % 40);
        return new PixelArray(Height, Width, 3, 8,
        [
            .. Enumerable.Range(0, Height * Width * 3).Select(i => (ushort)(Number(i / 3 / Width, i / 3 % Width) > 0 ? 60 + Shade(i % 3) + 10 * (i % 3) : 180 + Shade(i % 3) - 5 * (i % 3))),
        ]);
    }

    private static PixelArray Mask((int Top, int Left, int Side) n) => TestCases.Picture(
        Height, Width, (row, column) => row >= n.Top && row < n.Top + n.Side && column >= n.Left && column < n.Left + n.Side ? 255 : 0);
}
