namespace AsynDGAN.Core.Imaging;

/// <summary>What is wrong with the packed data of a JPEG.</summary>
internal enum JpegFault
{
    /// <summary>They end before the last block.</summary>
    Cut,

    /// <summary>They hold codes that mean nothing, or restart marks in another order, or go on behind a scan's last block.</summary>
    Damaged,

    /// <summary>A segment is too short, or names a component or a factor that there is not.</summary>
    BadSegment,

    /// <summary>A quantisation or Huffman table of a scan is not there, or stands where the decoder passes it over.</summary>
    TableMissing,

    /// <summary>Nothing, but the decoder does not find the restart marks of a scan behind another.</summary>
    RestartsInScans,

    /// <summary>Nothing, but the decoder takes a sequential scan of some components for one of all.</summary>
    ScansOfSome,

    /// <summary>Nothing, but the decoder enlarges components by whole factors alone.</summary>
    BrokenSampling,

    /// <summary>Several components have one name, and the decoder finds the first of them alone.</summary>
    SharedNames,

    /// <summary>Nothing, but the decoder applies the last quantisation table of a number to scans that came before it.</summary>
    TablesChanged,
}
