namespace AsynDGAN.Core.Imaging;

/// <summary>What is wrong with the packed data of a JPEG.</summary>
internal enum JpegFault
{
    /// <summary>They end before the last block.</summary>
    Cut,

    /// <summary>They hold codes that mean nothing, or restart marks in another order.</summary>
    Damaged,

    /// <summary>Nothing, but the decoder does not find the restart marks of a scan behind another.</summary>
    RestartsInScans,
}
