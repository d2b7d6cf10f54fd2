namespace AsynDGAN.Core;

/// <summary>Whether names that differ in case only lead to one file: on Windows and macOS, as their file systems are made by default.</summary>
public static class FileNameCase
{
    /// <summary>Compares paths as this system does.</summary>
    public static StringComparer Comparer => StringComparer.FromComparison(Comparison);

    /// <summary>Compares paths as this system does.</summary>
    public static StringComparison Comparison { get; } =
        OperatingSystem.IsWindows() || OperatingSystem.IsMacOS() ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
}
