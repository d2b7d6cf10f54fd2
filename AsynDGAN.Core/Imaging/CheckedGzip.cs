using System.Buffers.Binary;
using System.IO.Compression;

namespace AsynDGAN.Core.Imaging;

/// <summary>
/// What a gzip file holds, whose end is checked: <see cref="GZipStream"/> alone ends without a word where the file does, although
/// the check sum is missing. One more member is put behind the file, which is only reached where the one before it is whole.
/// </summary>
/// <remarks>Zeros behind the last member, with which some programs fill a block up, are nothing; anything else there is damage.</remarks>
internal sealed class CheckedGzip : IDisposable
{
    private const int Trailer = 8;

    private const byte Mark = 42;

    private static readonly byte[] last = Packed([Mark]);

    private readonly Stream file;
    private readonly GZipStream unpacked;

    /// <param name="file">The file, at its beginning, which can be read again; the caller's.</param>
    public CheckedGzip(Stream file) => (this.file, unpacked) = (file, new GZipStream(new Followed(file), CompressionMode.Decompress));

    /// <summary>What the file holds, and a byte behind it: see <see cref="IsAtEnd"/>.</summary>
    public Stream Bytes => unpacked;

    /// <summary>Whether nothing is left and the file is whole.</summary>
    /// <exception cref="InvalidDataException">The file is damaged, or ends before its check sum.</exception>
    public bool IsAtEnd() => unpacked.ReadByte() switch
    {
        < 0 => IsFilledUp() ? true : throw new InvalidDataException(),
        Mark => unpacked.ReadByte() < 0,
        _ => false,
    };

    /// <inheritdoc />
    public void Dispose() => unpacked.Dispose();

    /// <summary>Whether the file's one member is whole, and zeros follow it.</summary>
    private bool IsFilledUp()
    {
        file.Position = 0;
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        using var whole = new MemoryStream();
        using (var stream = new GZipStream(new MemoryStream(bytes, writable: false), CompressionMode.Decompress))
        {
            stream.CopyTo(whole);
        }

        // RFC 1952: the check sum and the length of what was packed.
        var end = new byte[Trailer];
        BinaryPrimitives.WriteUInt32LittleEndian(end, Crc32.Of(whole.GetBuffer().AsSpan(0, (int)whole.Length)));
        BinaryPrimitives.WriteUInt32LittleEndian(end.AsSpan(sizeof(uint)), (uint)whole.Length);
        var at = bytes.AsSpan().LastIndexOf(end);
        return at >= 0 && at + Trailer < bytes.Length && bytes.AsSpan(at + Trailer).IndexOfAnyExcept((byte)0) < 0;
    }

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
