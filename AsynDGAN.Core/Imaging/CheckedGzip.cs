using System.IO.Compression;

namespace AsynDGAN.Core.Imaging;

/// <summary>
/// What a gzip file holds, whose end is checked: <see cref="GZipStream"/> alone ends without a word where the file does, although
/// the check sum is missing. One more member is put behind the file, which is only reached where the one before it is whole.
/// </summary>
/// <remarks>Zeros behind the last member, with which some programs fill a block up, are nothing; anything else there is damage.</remarks>
internal sealed class CheckedGzip : IDisposable
{
    private const byte Mark = 42;

    private const int BlockBytes = 1 << 16;

    private static readonly byte[] last = Packed([Mark]);

    private readonly Followed followed;
    private readonly GZipStream unpacked;

    /// <param name="file">The file, which can be read at any place; the caller's.</param>
    public CheckedGzip(Stream file)
    {
        followed = new Followed(file);
        unpacked = new GZipStream(followed, CompressionMode.Decompress);
    }

    /// <summary>What the file holds, and a byte behind it: see <see cref="IsAtEnd"/>.</summary>
    public Stream Bytes => unpacked;

    /// <summary>Whether nothing is left and the file is whole.</summary>
    /// <exception cref="InvalidDataException">The file is damaged, or ends before its check sum.</exception>
    public bool IsAtEnd() => unpacked.ReadByte() switch
    {
        // It stops before the end of what it reads only where a member has ended and no other one follows.
        < 0 => followed.IsAtZeros ? true : throw new InvalidDataException(),
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

    /// <summary>The file, and behind it the last member. No reading goes over the border of the zeros at the file's end, or over its end.</summary>
    private sealed class Followed : Stream
    {
        private readonly MemoryStream behind = new(last, writable: false);
        private readonly Stream file;
        private readonly long zeros;

        /// <param name="file">The file, whose position becomes its beginning.</param>
        public Followed(Stream file)
        {
            (this.file, zeros) = (file, file.Length);
            for (var (block, isZero) = (new byte[BlockBytes], true); isZero && zeros > 0;)
            {
                var bytes = block.AsSpan(0, (int)Math.Min(BlockBytes, zeros));
                file.Position = zeros - bytes.Length;
                file.ReadExactly(bytes);
                var kept = bytes.LastIndexOfAnyExcept((byte)0) + 1;
                (zeros, isZero) = (zeros - bytes.Length + kept, kept == 0);
            }

            file.Position = 0;
        }

        /// <summary>Whether what was read last is of the zeros at the file's end, some of which may belong to its last member.</summary>
        public bool IsAtZeros => file.Position > zeros && behind.Position == 0;

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
        public override int Read(Span<byte> buffer)
        {
            var own = file.Position < zeros ? buffer[..(int)Math.Min(buffer.Length, zeros - file.Position)] : buffer;
            return file.Read(own) is > 0 and var read ? read : behind.Read(buffer);
        }

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
