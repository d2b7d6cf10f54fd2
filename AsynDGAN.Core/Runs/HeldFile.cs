using System.Diagnostics;

namespace AsynDGAN.Core.Runs;

/// <summary>
/// Windows lets nobody replace, move or append to what another program has open. Virus scanners, indexers and commands that
/// read have files open for a moment, so that trying again helps; elsewhere nothing is tried twice.
/// </summary>
internal static class HeldFile
{
    // Access denied (a folder with an open file in it, a file open without the right to delete), sharing and lock violation.
    private static readonly int[] Held = [5, 32, 33];

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5), Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>Does something to a file or folder, and again while it is held, for five seconds at most.</summary>
    public static void Wait(Action act)
    {
        for (var clock = Stopwatch.StartNew(); ; Thread.Sleep(Pause))
        {
            try
            {
                act();
                return;
            }
            catch (Exception e) when (OperatingSystem.IsWindows() && (e is IOException or UnauthorizedAccessException)
                && Held.Contains(e.HResult & 0xFFFF) && clock.Elapsed < Longest)
            {
                // The last fault is the caller's.
            }
        }
    }
}
