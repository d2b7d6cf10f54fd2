using System.IO.Compression;

namespace AsynDGAN.Core.Imaging;

/// <summary>
/// What a gzip file holds, whose end is checked: <see cref="GZipStream"/> alone ends without a word where the file does, although
/// the check sum is missing. One more member is put behind the file, which is only reached where the one before it is whole.
/// </summary>
internal sealed class CheckedGzip : IDisposable
{
    private const byte Mark = 42;

    private static readonly byte[] last = Packed([Mark]);

    private readonly GZipStream unpacked;

    /// <param name="file">The file, at its beginning; the caller's.</param>
    public CheckedGzip(Stream file) => unpacked = new GZipStream(new Followed(file), CompressionMode.Decompress);

    /// <summary>What the file holds, and a byte behind it: see <see cref="IsAtEnd"/>.</summary>
    public Stream Bytes => unpacked;

    /// <summary>Whether nothing is left and the file is whole.</summary>
    /// <exception cref="InvalidDataException">The file is damaged, or ends before its check sum.</exception>
    public bool IsAtEnd() => unpacked.ReadByte() switch
    {
        < 0 => throw new InvalidDataException(),
        Mark => unpacked.ReadByte() < 0,
        _ => false,
    };

    /// <inheritdoc />
    public void Dispose() => unpacked.Dispose();

    private static byte[] Packed(byte[] bytes)
    {
        using var stream = new MemoryStream();
        using (var packing = new GZipStream(stream, CompressionLevel.Optimal))
        {
            packing.Write(bytes);
        }

        return stream.ToArray();
    }

    /// <summary>The file, and behind it the last member.</summary>
    private sealed class Followed(Stream file) : Stream
    {
        private readonly MemoryStream behind = new(last, writable: false);

        /// <inheritdoc />
        public override bool CanRead => true;

        /// <inheritdoc />
        public override bool CanSeek => false;

        /// <inheritdoc />
        public override bool CanWrite => false;

        /// <inheritdoc />
        public override long Length => throw new NotSupportedException();

        /// <inheritdoc />
        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        /// <inheritdoc />
        public override int Read(Span<byte> buffer) => file.Read(buffer) is > 0 and var read ? read : behind.Read(buffer);

        /// <inheritdoc />
        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        /// <inheritdoc />
        public override void Flush()
        {
        }

        /// <inheritdoc />
        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        /// <inheritdoc />
        public override void SetLength(long value) => throw new NotSupportedException();

        /// <inheritdoc />
        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
