using AsynDGAN.Core;

namespace AsynDGAN.Tests.Imaging;

/// <summary>What the tests of readers with hostile files share.</summary>
internal static class HostileBytes
{
    /// <summary>A copy with other values at some places.</summary>
    public static byte[] Changed(byte[] file, IEnumerable<(int Place, int Value)> changes)
    {
        var changed = file.ToArray();
        foreach (var (place, value) in changes)
        {
            changed[place] = (byte)value;
        }

        return changed;
    }

    /// <summary>Whether a reader gives something with values, or refuses by its own exception; any other one passes through.</summary>
    public static bool IsReadOrRefused(Func<Array> read)
    {
        try
        {
            return read().Length > 0;
        }
        catch (UserException)
        {
            return true;
        }
    }
}
