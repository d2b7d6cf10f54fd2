using AsynDGAN.Core.Imaging;
using AsynDGAN.Tests.Imaging;
using BitMiracle.LibTiff.Classic;

namespace AsynDGAN.Tests.Cli;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class DataFaultTests : IDisposable
{
    private readonly WorkFolder work = new();

    public void Dispose()
    {
        work.HasNoRun();
        work.Dispose();
    }

    [Test]
    public void A_batch_larger_than_a_sites_training_samples_is_refused()
    {
        work.Train("--set", "training.batch_size=9").Refused("site site-1 has", "fewer than training.batch_size 9");
    }

    [Test]
    public void A_dry_run_refuses_a_device_that_is_not_there()
    {
        work.Train("--dry-run", "--set", "device=cuda:99").Refused("device: cuda:99 was asked for, but");
    }

    [Test]
    public void Too_few_patients_to_split_are_refused()
    {
        work.Train("--set", "data.test_count=8").Refused("too few patients", "data.test_count is 8 of 8");
    }

    [Test]
    public void A_folder_without_cases_gets_the_layout_that_was_looked_for()
    {
        Directory.CreateDirectory(work.Join("mri"));
        work.TrainOnMri("mri").Refused("no cases found", "mri has no folders in the layout", "TCGA_<institution>_<number>_<date>");
    }

    [Test]
    public void A_missing_folder_is_named()
    {
        work.TrainOnMri("mri").Refused("no cases found", "mri is not a folder");
    }

    [Test]
    public void Faulty_files_are_listed_with_what_is_wrong()
    {
        work.AddPatient("mri");
        File.Delete(work.Slice("mri", WorkFolder.Patient, 1, mask: true));
        WorkFolder.Save(work.Slice("mri", WorkFolder.Patient, 2, mask: true), new PixelArray(8, 16, 1, 8, new ushort[8 * 16]));
        const string Second = "TCGA_HT_0002_19960909";
        work.AddPatient("mri", Second);
        WorkFolder.Save(work.Slice("mri", Second, 1, mask: true), WorkFolder.Disc(1, 3, 7));
        var whole = File.ReadAllBytes(work.Slice("mri", Second, 2));
        File.WriteAllBytes(work.Slice("mri", Second, 2), whole[..(whole.Length / 2)]);
        work.TrainOnMri("mri").Refused(
            "4 faults in mri",
            $"{WorkFolder.Patient}_1.tif: the image has no mask",
            $"{WorkFolder.Patient}_2.tif: the image is 16x16, its mask 8x16",
            $"{Second}_1.tif: the mask has the values 0, 7",
            $"{Second}_2.tif: ",
            "--set data.on_error=skip");
    }

    [Test]
    public void Nothing_but_the_programs_own_message_is_printed_of_damaged_packed_data()
    {
        work.AddPatient("mri");
        var bytes = new TiffSample(Compression.ADOBE_DEFLATE) { RowsPerStrip = 16 }.Write(Pixels.Random(16, 16, 3, 8));
        bytes.AsSpan(40, 200).Fill(0x55);
        File.WriteAllBytes(work.Slice("mri", WorkFolder.Patient, 1), bytes);
        var result = work.TrainOnMri("mri", "--quiet");
        result.Refused("damaged");
        Assert.That((result.Output, result.Error[..7]), Is.EqualTo(("", "error: ")), result.Error);
    }
}
