using System.Buffers.Binary;
using System.IO.Compression;
using System.Reflection;
using AsynDGAN.Build;

namespace AsynDGAN.Tests.Build;

[Platform("Linux")]
public class WeakenVersionNeedTests
{
    private const string Library = "libstdc++.so.6";
    private const string SymbolVersion = "GLIBCXX_3.4.32";
    private const string Marker = "_ZSt21ios_base_library_initv";
    private const string InPackage = "runtimes/linux-x64/native/libLibTorchSharp.so";

    // Section types and the section header's fields: System V gABI, chapter 4.
    private const int Rela = 4, DynamicSymbols = 11, VersionNeeds = 0x6ffffffe, VersionOfSymbols = 0x6fffffff;

    private static string Package => typeof(WeakenVersionNeedTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(a => a.Key == "TorchSharpPackage").Value!;

    [Test]
    public void One_byte_differs_the_flags_of_the_version_needed()
    {
        var original = Original();
        var edited = Edit(original);
        var differing = Enumerable.Range(0, original.Length).Where(i => original[i] != edited[i]).ToList();
        var (begin, size) = Section(original, VersionNeeds);
        Assert.That(edited, Has.Length.EqualTo(original.Length));
        Assert.That(differing, Has.Count.EqualTo(1));
        Assert.That(differing[0], Is.InRange(begin, begin + size - 1));
        Assert.That((original[differing[0]], edited[differing[0]]), Is.EqualTo(((byte)0, (byte)2)));

        // The entry's first word is the hash of the version's name (gABI, symbol versioning: vna_hash, then vna_flags).
        Assert.That(BinaryPrimitives.ReadUInt32LittleEndian(original.AsSpan(differing[0] - 4)), Is.EqualTo(Hash(SymbolVersion)));
    }

    [Test]
    public void Editing_twice_gives_the_same_bytes()
    {
        var once = Edit(Original());
        AssertSame(Edit(once), once);
    }

    [Test]
    public void The_package_cache_is_as_the_package_is()
    {
        using var package = ZipFile.OpenRead(Directory.GetFiles(Package, "*.nupkg").Single());
        using var entry = package.GetEntry(InPackage)!.Open();
        using var bytes = new MemoryStream();
        entry.CopyTo(bytes);
        AssertSame(Original(), bytes.ToArray());
    }

    [Test]
    public void The_output_folder_has_the_edited_file()
    {
        var output = File.ReadAllBytes(Path.Combine(TestContext.CurrentContext.TestDirectory, "libLibTorchSharp.so"));
        AssertSame(output, Edit(Original()));
    }

    [TestCase("libstdc++.so.6", "GLIBCXX_9.9.99")]
    [TestCase("libother.so.6", SymbolVersion)]
    public void A_version_that_is_not_needed_leaves_the_bytes(string library, string symbolVersion)
    {
        var bytes = Original();
        VersionNeed.Weaken(bytes, library, symbolVersion, Marker);
        AssertSame(bytes, Original());
    }

    [TestCase(0, 0x7e, TestName = "A_file_that_is_not_elf_is_refused")]
    [TestCase(4, 1, TestName = "A_32_bit_file_is_refused")]
    [TestCase(5, 2, TestName = "A_big_endian_file_is_refused")]
    [TestCase(18, 183, TestName = "A_file_for_arm64_is_refused")]
    public void Another_header_is_refused(int at, byte value)
    {
        var bytes = Original();
        bytes[at] = value;
        AssertRefused(bytes, "not an ELF64 little-endian x86-64 file");
    }

    [Test]
    public void A_text_and_an_empty_file_are_refused()
    {
        AssertRefused("#!/bin/sh\n"u8.ToArray(), "not an ELF64 little-endian x86-64 file");
        AssertRefused([], "not an ELF64 little-endian x86-64 file");
    }

    [TestCase(VersionNeeds)]
    [TestCase(VersionOfSymbols)]
    [TestCase(DynamicSymbols)]
    public void A_file_without_version_tables_is_refused(int type)
    {
        var bytes = Original();
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(Header(bytes, type) + 4), 1);
        AssertRefused(bytes, "the file has no symbol version tables");
    }

    [Test]
    public void A_truncated_file_is_refused()
    {
        var original = Original();
        foreach (var length in new[] { 64, 1000, original.Length / 2, original.Length - 1 })
        {
            AssertRefused(original[..length], "the ELF file is damaged: it ends before its section headers");
        }
    }

    [Test]
    public void A_file_with_an_offset_beyond_32_bits_is_refused()
    {
        var bytes = Original();
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(40), long.MaxValue);
        Assert.That(() => Edit(bytes), Throws.TypeOf<InvalidDataException>().With.Message.StartsWith("the ELF file is damaged: "));
    }

    [Test]
    public void Another_symbol_that_uses_the_version_is_refused()
    {
        var bytes = Original();
        var marker = MarkerIndex(bytes);
        var versions = Section(bytes, VersionOfSymbols).Begin;
        var other = marker + 1;
        bytes.AsSpan(versions + 2 * marker, 2).CopyTo(bytes.AsSpan(versions + 2 * other));
        AssertRefused(bytes, $"symbol {SymbolName(bytes, other)} also uses version {SymbolVersion}");

        // The same with the flag of a hidden symbol, which is no part of the version's number.
        bytes[versions + 2 * other + 1] |= 0x80;
        AssertRefused(bytes, $"symbol {SymbolName(bytes, other)} also uses version {SymbolVersion}");
    }

    [Test]
    public void A_relocation_that_uses_the_marker_is_refused()
    {
        var bytes = Original();
        var (begin, size) = Section(bytes, Rela);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(begin + size - 24 + 12), MarkerIndex(bytes));
        AssertRefused(bytes, "a relocation uses the marker " + Marker);
    }

    private static byte[] Original()
    {
        return File.ReadAllBytes(Path.Combine(Package, InPackage));
    }

    private static byte[] Edit(byte[] bytes)
    {
        var copy = (byte[])bytes.Clone();
        VersionNeed.Weaken(copy, Library, SymbolVersion, Marker);
        return copy;
    }

    private static void AssertRefused(byte[] bytes, string message)
    {
        var before = (byte[])bytes.Clone();
        Assert.That(
            () => VersionNeed.Weaken(bytes, Library, SymbolVersion, Marker),
            Throws.TypeOf<InvalidDataException>().With.Message.EqualTo(message));
        AssertSame(bytes, before);
    }

    // Of megabytes; the constraint that compares arrays takes half a second for each.
    private static void AssertSame(byte[] actual, byte[] expected)
    {
        Assert.That(actual.AsSpan().SequenceEqual(expected));
    }

    /// <summary>Offset of the first section header of a type.</summary>
    private static int Header(byte[] elf, int type)
    {
        var headers = (int)BinaryPrimitives.ReadInt64LittleEndian(elf.AsSpan(40));
        return Enumerable.Range(0, BinaryPrimitives.ReadUInt16LittleEndian(elf.AsSpan(60)))
            .Select(i => headers + 64 * i)
            .First(h => BinaryPrimitives.ReadInt32LittleEndian(elf.AsSpan(h + 4)) == type);
    }

    private static (int Begin, int Size) Section(byte[] elf, int type)
    {
        var header = Header(elf, type);
        return ((int)BinaryPrimitives.ReadInt64LittleEndian(elf.AsSpan(header + 24)), (int)BinaryPrimitives.ReadInt64LittleEndian(elf.AsSpan(header + 32)));
    }

    private static int MarkerIndex(byte[] elf)
    {
        return Enumerable.Range(0, Section(elf, DynamicSymbols).Size / 24).Single(i => SymbolName(elf, i) == Marker);
    }

    /// <summary>The name of a dynamic symbol; its string table is the first one of the file.</summary>
    private static string SymbolName(byte[] elf, int index)
    {
        const int Strings = 3;
        var name = BinaryPrimitives.ReadInt32LittleEndian(elf.AsSpan(Section(elf, DynamicSymbols).Begin + 24 * index));
        var text = elf.AsSpan(Section(elf, Strings).Begin + name);
        return System.Text.Encoding.ASCII.GetString(text[..text.IndexOf((byte)0)]);
    }

    /// <summary>The ELF hash of a name (gABI, hash table).</summary>
    private static uint Hash(string name)
    {
        var hash = 0u;
        foreach (var c in name)
        {
            hash = (hash << 4) + c;
            hash = (hash ^ ((hash & 0xf0000000) >> 24)) & 0x0fffffff;
        }

        return hash;
    }
}
