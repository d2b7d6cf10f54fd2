using System.Runtime.InteropServices;
using ELFSharp.ELF;
using ELFSharp.ELF.Sections;

namespace AsynDGAN.Core.Platform;

/// <summary>
/// The names that an ELF library wants of libraries without versions of their names, as libtorch is: those of the C and C++
/// libraries carry versions, which the loader checks itself.
/// </summary>
internal static class NeededSymbols
{
    // Indexes of .gnu.version up to this one stand for no version (VER_NDX_GLOBAL).
    private const int Unversioned = 1;

    // The highest bit says that a version is hidden.
    private const int VersionBits = 0x7fff;

    /// <summary>The names, in the file's order.</summary>
    /// <param name="path">An ELF library of 64 bits.</param>
    public static IReadOnlyList<string> Of(string path)
    {
        using var elf = ELFReader.Load<ulong>(path);
        var symbols = (SymbolTable<ulong>)elf.GetSection(".dynsym");
        var versions = elf.TryGetSection(".gnu.version", out var section) ? MemoryMarshal.Cast<byte, ushort>(section.GetContents()).ToArray() : [];
        return
        [
            .. symbols.Entries.Index()
                .Where(symbol => symbol.Item is { PointedSectionIndex: 0, Binding: SymbolBinding.Global, Name.Length: > 0 }
                    && (versions.ElementAtOrDefault(symbol.Index) & VersionBits) <= Unversioned)
                .Select(symbol => symbol.Item.Name),
        ];
    }
}
