using BitMiracle.LibTiff.Classic;

namespace AsynDGAN.Core.Imaging;

/// <summary>Keeps LibTiff's complaints off the console: the last error of each thread is kept, warnings are dropped.</summary>
/// <remarks>LibTiff has one handler a process, called on the thread that reads.</remarks>
internal sealed class TiffMessages : TiffErrorHandler
{
    [ThreadStatic]
    private static string? last;

    static TiffMessages() => Tiff.SetErrorHandler(new TiffMessages());

    /// <summary>The last error since <see cref="Clear"/> on this thread, or null.</summary>
    public static string? Last => last;

    public static void Clear() => last = null;

    public override void ErrorHandler(Tiff tif, string method, string format, params object[] args)
    {
        last = $"{method}: {string.Format(format, args)}";
    }

    public override void ErrorHandlerExt(Tiff tif, object clientData, string method, string format, params object[] args)
    {
    }

    public override void WarningHandler(Tiff tif, string method, string format, params object[] args)
    {
    }

    public override void WarningHandlerExt(Tiff tif, object clientData, string method, string format, params object[] args)
    {
    }
}
