using AsynDGAN.Core.Imaging;
using BitMiracle.LibTiff.Classic;

namespace AsynDGAN.Tests.Imaging;

/// <summary>Writes TIFF in the variants that the reader knows, and in some that it refuses.</summary>
internal sealed record TiffSample(Compression Compression = Compression.NONE)
{
    public bool Tiled { get; init; }

    public bool Planar { get; init; }

    public bool BigEndian { get; init; }

    public bool Big { get; init; }

    public Predictor Predictor { get; init; } = Predictor.NONE;

    public int RowsPerStrip { get; init; } = 11;

    public Photometric? Photometric { get; init; }

    public SampleFormat? Format { get; init; }

    public int? ResolutionUnit { get; init; }

    public int? Orientation { get; init; }

    /// <summary>The bits of packed bytes the other way round.</summary>
    public bool IsReversed { get; init; }

    /// <summary>What a channel beyond grey or colour is.</summary>
    public ExtraSample Extra { get; init; } = ExtraSample.UNASSALPHA;

    /// <summary>A text on the picture.</summary>
    public string? Description { get; init; }

    public int Pages { get; init; } = 1;

    public byte[] Write(PixelArray pixels)
    {
        var stream = new MemoryStream();
        using (var tiff = Tiff.ClientOpen("sample", BigEndian ? "wb" : Big ? "w8" : "wl", stream, new KeepOpen()))
        {
            for (var page = 0; page < Pages; page++)
            {
                SetFields(tiff, pixels);
                for (var plane = 0; plane < (Planar ? pixels.Channels : 1); plane++)
                {
                    WritePlane(tiff, pixels, plane);
                }

                tiff.WriteDirectory();
            }
        }

        return stream.ToArray();
    }

    private void SetFields(Tiff tiff, PixelArray pixels)
    {
        var photometric = Photometric
            ?? (pixels.Channels < 3 ? BitMiracle.LibTiff.Classic.Photometric.MINISBLACK : BitMiracle.LibTiff.Classic.Photometric.RGB);
        tiff.SetField(TiffTag.IMAGEWIDTH, pixels.Width);
        tiff.SetField(TiffTag.IMAGELENGTH, pixels.Height);
        tiff.SetField(TiffTag.BITSPERSAMPLE, pixels.Bits);
        tiff.SetField(TiffTag.SAMPLESPERPIXEL, pixels.Channels);
        tiff.SetField(TiffTag.PHOTOMETRIC, photometric);
        tiff.SetField(TiffTag.PLANARCONFIG, Planar ? PlanarConfig.SEPARATE : PlanarConfig.CONTIG);
        tiff.SetField(TiffTag.COMPRESSION, Compression);
        if (pixels.Channels is 2 or 4)
        {
            tiff.SetField(TiffTag.EXTRASAMPLES, 1, new short[] { (short)Extra });
        }

        if (Description is { } text)
        {
            tiff.SetField(TiffTag.IMAGEDESCRIPTION, text);
        }

        if (Predictor != Predictor.NONE)
        {
            tiff.SetField(TiffTag.PREDICTOR, Predictor);
        }

        if (ResolutionUnit is { } unit)
        {
            tiff.SetField(TiffTag.RESOLUTIONUNIT, unit);
        }

        if (Orientation is { } orientation)
        {
            tiff.SetField(TiffTag.ORIENTATION, (BitMiracle.LibTiff.Classic.Orientation)orientation);
        }

        if (IsReversed)
        {
            tiff.SetField(TiffTag.FILLORDER, FillOrder.LSB2MSB);
        }

        if (Format is { } format)
        {
            tiff.SetField(TiffTag.SAMPLEFORMAT, format);
        }

        if (Tiled)
        {
            tiff.SetField(TiffTag.TILEWIDTH, 16);
            tiff.SetField(TiffTag.TILELENGTH, 32);
        }
        else
        {
            tiff.SetField(TiffTag.ROWSPERSTRIP, RowsPerStrip);
        }
    }

    private void WritePlane(Tiff tiff, PixelArray pixels, int plane)
    {
        var samples = Planar ? 1 : pixels.Channels;
        var (blockHeight, blockWidth) = Tiled ? (32, 16) : (Math.Min(RowsPerStrip, pixels.Height), pixels.Width);
        for (var top = 0; top < pixels.Height; top += blockHeight)
        {
            var rows = Tiled ? blockHeight : Math.Min(blockHeight, pixels.Height - top);
            for (var left = 0; left < pixels.Width; left += blockWidth)
            {
                var block = new byte[rows * blockWidth * samples * pixels.Bits / 8];
                for (var i = 0; i < rows * blockWidth * samples; i++)
                {
                    var (row, column) = (top + i / samples / blockWidth, left + i / samples % blockWidth);
                    var inside = row < pixels.Height && column < pixels.Width;
                    var value = inside ? pixels[row, column, Planar ? plane : i % samples] : (ushort)0;
                    if (pixels.Bits == 8)
                    {
                        block[i] = (byte)value;
                    }
                    else
                    {
                        BitConverter.TryWriteBytes(block.AsSpan(2 * i), value);
                    }
                }

                if (Tiled)
                {
                    tiff.WriteEncodedTile(tiff.ComputeTile(left, top, 0, (short)plane), block, block.Length);
                }
                else
                {
                    tiff.WriteEncodedStrip(tiff.ComputeStrip(top, (short)plane), block, block.Length);
                }
            }
        }
    }

    private sealed class KeepOpen : TiffStream
    {
        public override void Close(object clientData)
        {
        }
    }
}
