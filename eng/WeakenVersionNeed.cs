#nullable disable
#pragma warning disable IDE0005 // The tests, which compile this file too, have these usings already.
using System;
using System.IO;
using System.Text;

namespace AsynDGAN.Build
{
#if !WITHOUT_MSBUILD // The tests compile this file without the task.
    /// <summary>
    /// Copies an ELF library and marks its need of one symbol version as weak, so that a loader whose
    /// library lacks that version loads it all the same (VER_FLG_WEAK: System V gABI, symbol versioning).
    /// One byte of the file differs. It is only done where nothing can miss the version: the marker symbol
    /// that asks for it must be its only user, and no relocation may refer to that symbol.
    /// </summary>
    public sealed class WeakenVersionNeed : Microsoft.Build.Utilities.Task
    {
        [Microsoft.Build.Framework.Required] public string Source { get; set; }

        [Microsoft.Build.Framework.Required] public string Destination { get; set; }

        /// <summary>The library that the version is asked from, such as libstdc++.so.6.</summary>
        [Microsoft.Build.Framework.Required] public string Library { get; set; }

        /// <summary>The version, such as GLIBCXX_3.4.32.</summary>
        [Microsoft.Build.Framework.Required] public string SymbolVersion { get; set; }

        /// <summary>The one symbol that may carry the version.</summary>
        [Microsoft.Build.Framework.Required] public string Marker { get; set; }

        public override bool Execute()
        {
            try
            {
                var bytes = File.ReadAllBytes(Source);
                VersionNeed.Weaken(bytes, Library, SymbolVersion, Marker);
                Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(Destination)));
                File.WriteAllBytes(Destination, bytes);
                return true;
            }
            catch (InvalidDataException e)
            {
                Log.LogError("{0}: {1}", Source, e.Message);
                return false;
            }
        }
    }
#endif

    /// <summary>The edit itself.</summary>
    public static class VersionNeed
    {
        /// <summary>Sets the weak flag in place. A file that does not need the version is left as it is.</summary>
        /// <exception cref="InvalidDataException">The file is not of the kind whose change is known to be safe.</exception>
        public static void Weaken(byte[] elf, string library, string symbolVersion, string marker)
        {
            try
            {
                new Elf(elf).Weaken(library, symbolVersion, marker);
            }
            catch (Exception e) when (e is ArgumentException || e is IndexOutOfRangeException || e is OverflowException)
            {
                throw new InvalidDataException("the ELF file is damaged: " + e.Message);
            }
        }

        private sealed class Elf
        {
            private const uint Rela = 4, Rel = 9, DynamicSymbols = 11;
            private const uint VersionNeeds = 0x6ffffffe, VersionOfSymbols = 0x6fffffff;
            private const ushort Weak = 2;

            private readonly byte[] file;
            private readonly int sectionHeaders, sectionSize, sectionCount;

            public Elf(byte[] file)
            {
                this.file = file;
                if (file.Length < 64 || file[0] != 0x7f || file[1] != 'E' || file[2] != 'L' || file[3] != 'F'
                    || file[4] != 2 || file[5] != 1 || U16(18) != 62)
                {
                    throw new InvalidDataException("not an ELF64 little-endian x86-64 file");
                }

                sectionHeaders = Offset(40);
                sectionSize = U16(58);
                sectionCount = U16(60);
                if (sectionHeaders + (long)sectionSize * sectionCount > file.Length)
                {
                    throw new InvalidDataException("the ELF file is damaged: it ends before its section headers");
                }
            }

            public void Weaken(string library, string symbolVersion, string marker)
            {
                int needs = Section(VersionNeeds), versions = Section(VersionOfSymbols), symbols = Section(DynamicSymbols);
                if (needs < 0 || versions < 0 || symbols < 0)
                {
                    throw new InvalidDataException("the file has no symbol version tables");
                }

                var need = FindNeed(needs, library, symbolVersion);
                if (need < 0)
                {
                    return;
                }

                RefuseOtherUsers(versions, symbols, U16(need + 6), symbolVersion, marker);
                file[need + 4] |= (byte)Weak;
            }

            private int FindNeed(int section, string library, string symbolVersion)
            {
                var names = Begin(Header((int)Link(section)));
                var entry = Begin(section);
                for (var left = U32(section + 44); left > 0; left--)
                {
                    if (Text(names + (int)U32(entry + 4)) == library)
                    {
                        var aux = entry + (int)U32(entry + 8);
                        for (int i = U16(entry + 2); i > 0; i--)
                        {
                            if (Text(names + (int)U32(aux + 8)) == symbolVersion)
                            {
                                return aux;
                            }

                            aux += (int)U32(aux + 12);
                        }
                    }

                    entry += (int)U32(entry + 12);
                }

                return -1;
            }

            private void RefuseOtherUsers(int versions, int symbols, int version, string symbolVersion, string marker)
            {
                var names = Begin(Header((int)Link(symbols)));
                for (var i = 0; i < Size(versions) / 2; i++)
                {
                    if ((U16(Begin(versions) + 2 * i) & 0x7fff) != (version & 0x7fff))
                    {
                        continue;
                    }

                    var name = Text(names + (int)U32(Begin(symbols) + 24 * i));
                    if (name != marker)
                    {
                        throw new InvalidDataException("symbol " + name + " also uses version " + symbolVersion);
                    }

                    RefuseRelocations(i, name);
                }
            }

            private void RefuseRelocations(int symbol, string name)
            {
                for (var s = 0; s < sectionCount; s++)
                {
                    var section = Header(s);
                    var type = U32(section + 4);
                    if (type != Rela && type != Rel)
                    {
                        continue;
                    }

                    var size = type == Rela ? 24 : 16;
                    for (var at = Begin(section); at < Begin(section) + Size(section); at += size)
                    {
                        if (U32(at + 12) == symbol)
                        {
                            throw new InvalidDataException("a relocation uses the marker " + name);
                        }
                    }
                }
            }

            private int Section(uint type)
            {
                for (var s = 0; s < sectionCount; s++)
                {
                    if (U32(Header(s) + 4) == type)
                    {
                        return Header(s);
                    }
                }

                return -1;
            }

            private int Header(int section)
            {
                return sectionHeaders + section * sectionSize;
            }

            private int Begin(int section)
            {
                return Offset(section + 24);
            }

            private int Size(int section)
            {
                return Offset(section + 32);
            }

            private uint Link(int section)
            {
                return U32(section + 40);
            }

            private int Offset(int at)
            {
                return checked((int)BitConverter.ToUInt64(file, at));
            }

            private ushort U16(int at)
            {
                return BitConverter.ToUInt16(file, at);
            }

            private uint U32(int at)
            {
                return BitConverter.ToUInt32(file, at);
            }

            private string Text(int at)
            {
                var end = Array.IndexOf(file, (byte)0, at);
                return Encoding.ASCII.GetString(file, at, end - at);
            }
        }
    }
}
