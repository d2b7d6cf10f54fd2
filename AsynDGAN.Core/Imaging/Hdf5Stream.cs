using PureHDF;

namespace AsynDGAN.Core.Imaging;

/// <summary>
/// An HDF5 file that keeps where values were read: of those that were never written the package makes zeros, without reading and
/// without a word.
/// </summary>
internal sealed class Hdf5Stream(string path) : Stream, IDatasetStream
{
    private readonly FileStream file = File.OpenRead(path);

    /// <summary>Where blocks of values begin; what describes them does not count.</summary>
    public HashSet<long> Blocks { get; } = [];

    /// <summary>How often what describes values, and their places, was read.</summary>
    public long Reads { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => file.Length;

    public override long Position { get => file.Position; set => file.Position = value; }

    public void ReadDataset(Span<byte> buffer)
    {
        Blocks.Add(file.Position);
        file.ReadExactly(buffer);
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        Reads++;
        return file.Read(buffer);
    }

    public override long Seek(long offset, SeekOrigin origin) => file.Seek(offset, origin);

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        file.Dispose();
        base.Dispose(disposing);
    }
}
