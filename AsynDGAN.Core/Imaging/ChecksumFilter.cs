using PureHDF.Filters;

namespace AsynDGAN.Core.Imaging;

/// <summary>
/// HDF5's filter 3: h5py's <c>fletcher32=True</c>. The package's own gives out a part of a buffer that it reads the next chunk into;
/// this one gives out a copy.
/// </summary>
internal sealed class ChecksumFilter : IH5Filter
{
    private readonly Fletcher32Filter inner = new();

    public ushort FilterId => inner.FilterId;

    public string Name => inner.Name;

    public uint[] GetParameters(uint[] chunkDimensions, uint typeSize, Dictionary<string, object>? options) => inner.GetParameters(chunkDimensions, typeSize, options);

    public Memory<byte> Filter(FilterInfo info) => inner.Filter(info).ToArray();
}
