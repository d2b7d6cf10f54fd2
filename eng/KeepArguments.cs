#nullable disable
#pragma warning disable IDE0005 // The tests, which compile this file too, have these usings already.
using System;
using System.IO;
using System.Text;

namespace AsynDGAN.Build
{
#if !WITHOUT_MSBUILD // The tests compile this file without the task.
    /// <summary>Copies an assembly and marks its methods as not to be optimized, so that they keep their arguments alive until they end.</summary>
    public sealed class KeepArguments : Microsoft.Build.Utilities.Task
    {
        [Microsoft.Build.Framework.Required] public string Source { get; set; }

        [Microsoft.Build.Framework.Required] public string Destination { get; set; }

        public override bool Execute()
        {
            try
            {
                var bytes = File.ReadAllBytes(Source);
                Optimization.Disable(bytes);
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
    public static class Optimization
    {
        private const int NoOptimization = 0x40; // MethodImplAttributes, ECMA-335 II.23.1.11.

        /// <summary>Sets the flag in place, in the row of every method that has a body.</summary>
        /// <exception cref="InvalidDataException">The file is no assembly.</exception>
        public static void Disable(byte[] assembly)
        {
            try
            {
                var (start, rows, rowSize) = Methods(assembly);
                for (var row = start; row < start + rows * rowSize; row += rowSize)
                {
                    if (BitConverter.ToUInt32(assembly, row) != 0)
                    {
                        assembly[row + 4] |= NoOptimization;
                    }
                }
            }
            catch (Exception e) when (e is ArgumentException || e is IndexOutOfRangeException || e is OverflowException)
            {
                throw new InvalidDataException("the assembly is damaged: " + e.Message);
            }
        }

        /// <summary>The table of methods: where its first row lies, and how many rows of what size it has (ECMA-335 II.24.2.6, II.22.26).</summary>
        private static (int Start, int Rows, int RowSize) Methods(byte[] file)
        {
            var tables = Tables(file);
            var heaps = file[tables + 6];
            var valid = BitConverter.ToUInt64(file, tables + 8);
            var rows = new int[64];
            var at = tables + 24;
            for (var table = 0; table < 64; table++)
            {
                if ((valid >> table & 1) != 0)
                {
                    rows[table] = BitConverter.ToInt32(file, at);
                    at += 4;
                }
            }

            const int Module = 0, TypeRef = 1, TypeDef = 2, FieldPointer = 3, Field = 4, MethodPointer = 5, Method = 6;
            const int Parameter = 8, ModuleRef = 26, TypeSpec = 27, AssemblyRef = 35;
            if (rows[FieldPointer] != 0 || rows[MethodPointer] != 0)
            {
                throw new InvalidDataException("its tables are not those that a compiler writes");
            }

            int text = Heap(0), guid = Heap(1), blob = Heap(2);
            at += rows[Module] * (2 + text + 3 * guid);
            at += rows[TypeRef] * (Index(2, Module, ModuleRef, AssemblyRef, TypeRef) + 2 * text);
            at += rows[TypeDef] * (4 + 2 * text + Index(2, TypeDef, TypeRef, TypeSpec) + Index(0, Field) + Index(0, Method));
            at += rows[Field] * (2 + text + blob);
            return (at, rows[Method], 8 + text + blob + Index(0, Parameter));

            int Heap(int bit) => (heaps >> bit & 1) != 0 ? 4 : 2;

            // An index has two bytes while all rows that it may name, beside its tag, fit into them.
            int Index(int tag, params int[] named) => Array.Exists(named, t => rows[t] >= 1 << (16 - tag)) ? 4 : 2;
        }

        /// <summary>Where the stream of tables begins: PE header, CLI header, metadata root (ECMA-335 II.25, II.24.2.1).</summary>
        private static int Tables(byte[] file)
        {
            var pe = BitConverter.ToInt32(file, 0x3c);
            if (Text(file, 0, 2) != "MZ" || Text(file, pe, 4) != "PE\0\0")
            {
                throw new InvalidDataException("it is no assembly");
            }

            var optional = pe + 24;
            var directories = optional + (BitConverter.ToUInt16(file, optional) == 0x20b ? 112 : 96);
            var cli = Offset(file, pe, BitConverter.ToUInt32(file, directories + 14 * 8));
            var metadata = Offset(file, pe, BitConverter.ToUInt32(file, cli + 8));
            var at = metadata + 16 + BitConverter.ToInt32(file, metadata + 12);
            var streams = BitConverter.ToUInt16(file, at + 2);
            at += 4;
            for (var stream = 0; stream < streams; stream++)
            {
                var name = Text(file, at + 8, Array.IndexOf(file, (byte)0, at + 8) - at - 8);
                if (name == "#~")
                {
                    return metadata + BitConverter.ToInt32(file, at);
                }

                at += 8 + (name.Length + 4) / 4 * 4;
            }

            throw new InvalidDataException("it has no tables");
        }

        /// <summary>Where an address of the loaded assembly lies in the file.</summary>
        private static int Offset(byte[] file, int pe, uint address)
        {
            var section = pe + 24 + BitConverter.ToUInt16(file, pe + 20);
            for (var i = 0; i < BitConverter.ToUInt16(file, pe + 6); i++, section += 40)
            {
                var begin = BitConverter.ToUInt32(file, section + 12);
                if (address >= begin && address - begin < BitConverter.ToUInt32(file, section + 16))
                {
                    return checked((int)(address - begin + BitConverter.ToUInt32(file, section + 20)));
                }
            }

            throw new InvalidDataException("it is no assembly");
        }

        private static string Text(byte[] file, int at, int length) => Encoding.ASCII.GetString(file, at, length);
    }
}
