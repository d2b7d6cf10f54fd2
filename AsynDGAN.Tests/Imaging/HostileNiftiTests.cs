using AsynDGAN.Core;
using AsynDGAN.Core.Imaging;
using FsCheck;
using FsCheck.Fluent;

namespace AsynDGAN.Tests.Imaging;

/// <summary>Whatever the bytes are, a volume comes out or a <see cref="UserException"/>.</summary>
public class HostileNiftiTests
{
    private static readonly byte[][] valid =
    [
        .. new[] { "ras_uint8.nii", "las_uint16_be.nii", "n2_int32_scaled.nii", "asr_float64_be_n2.nii", "n2_uint8_gz.nii.gz", "qform_only.nii" }
            .Select(name => File.ReadAllBytes(GoldenFolder.File("nifti", name))),
    ];

    [Test]
    public void Random_bytes_after_a_headers_beginning()
    {
        byte[][] beginnings = [[], [0x5C, 1, 0, 0], [0, 0, 1, 0x5C], [0x1C, 2, 0, 0], [0, 0, 2, 0x1C], [0x1F, 0x8B, 8, 0]];
        var files = from beginning in Gen.Elements(beginnings)
                    from length in Gen.Choose(0, 700)
                    from rest in Gen.ArrayOf(Gen.Choose(0, 255).Select(value => (byte)value), length)
                    select beginning.Concat(rest).ToArray();
        Check(files, 1000);
    }

    [Test]
    public void Valid_files_with_some_bytes_changed()
    {
        var files = from file in Gen.Elements(valid)
                    from changes in Gen.NonEmptyListOf(
                        from place in Gen.Choose(0, Math.Min(file.Length, 544) - 1)
                        from value in Gen.Elements(0, 1, 2, 3, 8, 64, 127, 128, 255)
                        select (place, value))
                    select HostileBytes.Changed(file, changes.Take(6));
        Check(files, 3000);
    }

    [Test]
    public void Valid_files_cut_short()
    {
        var files = from file in Gen.Elements(valid)
                    from length in Gen.Choose(0, file.Length - 1)
                    select file[..length];
        Check(files, 500);
    }

    private static void Check(Gen<byte[]> files, int count) =>
        Prop.ForAll(files.ToArbitrary(), IsVolumeOrRefused).Check(Config.QuickThrowOnFailure.WithMaxTest(count));

    private static bool IsVolumeOrRefused(byte[] file) => HostileBytes.IsReadOrRefused(() => NiftiFile.Read(new MemoryStream(file), "file").Values);
}
