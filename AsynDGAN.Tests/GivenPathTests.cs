using System.Diagnostics;
using AsynDGAN.Core;
using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Configuration.Reading;
using AsynDGAN.Core.Csv;
using AsynDGAN.Core.Data;
using AsynDGAN.Core.Data.Sources;
using AsynDGAN.Core.Imaging;
using AsynDGAN.Core.Networks.WeightFiles;
using AsynDGAN.Core.Segmentation;
using AsynDGAN.Core.Setup;
using AsynDGAN.Tests.Data;
using AsynDGAN.Tests.Imaging;
using static TorchSharp.torch;

namespace AsynDGAN.Tests;

/// <summary>What is said of a path that the user gave: what it is, where it leads and what to give instead.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class GivenPathTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Test]
    public void A_relative_path_is_followed_by_where_it_leads()
    {
        Assert.That(GivenPath.Resolved(Path.Combine("a", "..", "b.csv")), Is.EqualTo($" ({Path.GetFullPath("b.csv")})"));
        Assert.That(GivenPath.Resolved(folder.Path), Is.Empty);
        Assert.That(() => ExperimentReader.Read("none.yaml", []), Throws.TypeOf<UserException>().With.Message.Contains(Path.GetFullPath("none.yaml")));
    }

    [Test]
    public void A_backslash_in_a_path_that_leads_nowhere_gets_a_hint_where_it_parts_no_folders()
    {
        const string Hint = "(folders are parted by / here, not by \\)";
        Assume.That(Path.DirectorySeparatorChar, Is.EqualTo('/'));
        Assert.That(() => ExperimentReader.Read("configs\\none.yaml", []), Throws.TypeOf<UserException>().With.Message.Contains(Hint));
        Assert.That(() => GivenPath.CheckFolder("data.root", "data\\none"), Throws.TypeOf<UserException>().With.Message.Contains(Hint));
        Assert.That(() => Core.Reporting.RunReport.Write("runs\\none"), Throws.TypeOf<UserException>().With.Message.Contains(Hint));
        Assert.That(GivenPath.Resolved(folder.Write("a\\b.csv", "")), Is.Empty, "a name may hold one");
        Assert.That(GivenPath.Resolved("none.csv"), Does.Not.Contain(Hint));
    }

    [Test]
    [Platform("Linux")]
    public void What_may_not_be_looked_at_is_not_only_called_missing()
    {
        var path = folder.Write("masks/1.png", "");
        Unprivileged.Without(UnixFileMode.UserExecute, folder.Join("masks"), () =>
        {
            const string Why = "does not exist (or may not be looked at: check the permissions of the folders above it)";
            Assert.That(() => ImageFile.Read(path), Throws.TypeOf<UserException>().With.Message.EndsWith(Why));
            Assert.That(() => GivenPath.CheckFile("--images", path), Throws.TypeOf<UserException>().With.Message.EndsWith(Why));
        });
        Assert.That(GivenPath.IsHidden(folder.Join("none.png")), Is.False);
        Assert.That(GivenPath.IsHidden(Path.Combine(path, "below a file")), Is.False);
    }

    [Test]
    public void A_file_whose_extension_differs_in_case_is_pointed_out()
    {
        folder.Write("scan.PNG", "");
        folder.Write("volume.nii.gz", "");
        Assume.That(File.Exists(folder.Join("scan.png")), Is.False, "this file system tells them apart");
        Assert.Multiple(() =>
        {
            Assert.That(() => ImageFile.Read(folder.Join("scan.png")), Throws.TypeOf<UserException>().With.Message.EndsWith("does not exist (there is scan.PNG)"));
            Assert.That(() => NiftiFile.Read(folder.Join("volume.nii.GZ")), Throws.TypeOf<UserException>().With.Message.EndsWith("does not exist (there is volume.nii.gz)"));
            Assert.That(GivenPath.Hint(folder.Join("scan.PNG")), Is.Empty, "it is there");
            Assert.That(GivenPath.Hint(folder.Join("other.png")), Is.Empty);
        });
    }

    [Test]
    [Platform("Linux,MacOsX")]
    public void A_link_that_leads_to_nothing_is_told_with_where_it_leads()
    {
        var (image, mask) = (folder.Join("i.nii"), folder.Join("m.nii"));
        foreach (var link in new[] { image, mask, folder.Join("second") })
        {
            File.CreateSymbolicLink(link, link == image ? "second" : "../gone");
        }

        var lost = $"{image} is a link to second, which is not there";
        Assert.Multiple(() =>
        {
            Assert.That(() => NiftiFile.Read(image), Throws.TypeOf<UserException>().With.Message.EqualTo(lost));
            Assert.That(() => ImageFile.Read(image), Throws.TypeOf<UserException>().With.Message.EqualTo(lost));
            Assert.That(() => Core.Runs.Digest.OfFile(image), Throws.TypeOf<UserException>().With.Message.EqualTo(lost));
            Assert.That(() => GivenPath.CheckFile("--model", image), Throws.TypeOf<UserException>().With.Message.EqualTo("--model: " + lost));
            Assert.That(() => new FileStates([image]).RefuseChanges(), Throws.Nothing);
            var options = new DataOptions { Root = folder.Write("m.csv", "site,patient,image,mask\ns,p,i.nii,m.nii\n") };
            Assert.That(new ManifestVolumes(options, ManifestTable.Read(options)).List().Faults.Select(fault => fault.Reason), Is.EqualTo(new[] { lost, $"{mask} is a link to ../gone, which is not there" }));
        });
    }

    /// <summary>It is held open here and has bytes, so that who opens it all the same does not wait.</summary>
    [Test]
    [Platform("Linux")]
    public void A_pipe_counts_as_an_empty_file_wherever_data_are_read([Values] bool isLink)
    {
        var (pipe, link) = (folder.Join("pipe"), folder.Join("link"));
        StartedProcess.Run(new ProcessStartInfo("mkfifo", [pipe]));
        using var held = new FileStream(pipe, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        held.Write(PngSample.Of(1, 1, 8, 6, [0]));
        held.Flush();
        File.CreateSymbolicLink(link, "pipe");
        var path = isLink ? link : pipe;
        Assert.Multiple(() =>
        {
            Assert.That(() => ImageFile.Read(path), Throws.TypeOf<UserException>().With.Message.EqualTo($"{path} is empty"));
            Assert.That(() => NiftiFile.Read(path), Throws.TypeOf<UserException>().With.Message.EqualTo($"{path} is empty"));
            Assert.That(() => BrainHdf5File.List(path, "train"), Throws.TypeOf<UserException>().With.Message.EqualTo($"{path} is empty"));
            Assert.That(() => AperioFile.Read(path), Throws.TypeOf<UserException>().With.Message.StartsWith($"{path} is no XML"));
            Assert.That(() => SafetensorsFile.Read(path), Throws.TypeOf<UserException>());
            Assert.That(AlphaChannel.IsIn(path), Is.False);
            Assert.That(CsvTable.HasColumns(path, ["image"]), Is.False);
            Assert.That(Core.Runs.Digest.OfFile(path), Is.EqualTo(Core.Runs.Digest.OfBytes([])));
        });
    }

    [TestCase(DataSource.Manifest, "is a folder, where a file is wanted")]
    [TestCase(DataSource.Hdf5, "is a folder, where a file is wanted")]
    public void A_root_that_is_a_folder_where_a_file_is_wanted_is_told(DataSource source, string what) => Refused(source, folder.Path, folder.Path + " " + what);

    [TestCase(DataSource.LggMri)]
    [TestCase(DataSource.Brats)]
    [TestCase(DataSource.MultiOrgan)]
    [TestCase(DataSource.Dsb2018)]
    public void A_root_that_is_a_file_where_a_folder_is_wanted_is_told(DataSource source) => Refused(source, folder.Write("root.csv", "case,organ,part\n"), "is not a folder");

    [TestCase(DataSource.Manifest, "does not exist")]
    [TestCase(DataSource.Hdf5, "does not exist")]
    [TestCase(DataSource.LggMri, "is not a folder")]
    [TestCase(DataSource.Brats, "is not a folder")]
    [TestCase(DataSource.MultiOrgan, "is not a folder")]
    [TestCase(DataSource.Dsb2018, "is not a folder")]
    public void A_relative_root_that_is_not_there_says_where_it_was_looked_for(DataSource source, string what) =>
        Refused(source, "nowhere", $"nowhere {what} ({Path.GetFullPath("nowhere")})");

    [Test]
    public void The_record_of_a_network_is_no_network()
    {
        var path = folder.Write("AsynDGAN.json", "{}");
        var fault = Assert.Throws<UserException>(() => SegmentationModel.Load(path))!;
        Assert.That(fault.Message, Does.Contain("is the record of a network, not its weights"));
        Assert.That(fault.Hint, Does.Contain("AsynDGAN.safetensors is not beside it").And.Contain("under networks/"));
        folder.Write("AsynDGAN.safetensors", "");
        Assert.That(Assert.Throws<UserException>(() => SegmentationModel.Load(path))!.Hint, Does.Contain(folder.Join("AsynDGAN.safetensors")));
        Assert.That(() => SegmentationModel.Load(folder.Path), Throws.TypeOf<UserException>().With.Message.Contains("--model").And.Message.Contains("is a folder"));
    }

    [Test]
    public void Both_files_of_a_sample_are_named_where_both_are_missing_and_the_mask_where_it_is_at_fault()
    {
        PngFile.Write(TestCases.Constant(4, 4, 50), folder.In("a.png"));
        PngFile.Write(TestCases.Constant(4, 4, 60), folder.In("b.png"));
        PngFile.Write(TestCases.Constant(5, 4, 1), folder.In("masks/a.png"));
        PngFile.Write(new PixelArray(4, 4, 1, 8, [.. Enumerable.Range(0, 16).Select(i => (ushort)(i * 7))]), folder.In("masks/b.png"));
        var manifest = folder.Write("m.csv", "site,patient,image,mask\ns,p,a.png,masks/a.png\ns,p,b.png,masks/b.png\ns,q,none.png,masks/none.png\ns,q,c.png,masks\n");
        var options = new DataOptions { Source = DataSource.Manifest, Root = manifest };
        var fault = Assert.Throws<UserException>(() => new ManifestSource(options, ManifestTable.Read(options)).Read(1))!;
        Assert.Multiple(() =>
        {
            Assert.That(fault.Message, Does.Match(@"a\.png: the image is 4x4, its mask 5x4 \(.*masks/a\.png\)"));
            Assert.That(fault.Message, Does.Match(@"b\.png: the mask .*\(.*masks/b\.png\)"));
            Assert.That(fault.Message, Does.Match(@"none\.png: the image .*none\.png does not exist, and the mask .*masks/none\.png does not exist"));
            Assert.That(fault.Message, Does.Match(@"c\.png: the image .*c\.png does not exist, and the mask .*masks is a folder"));
        });
    }

    private static void Refused(DataSource source, string root, string what)
    {
        var experiment = new Experiment { Data = new DataOptions { Source = source, Root = root, Cases = root, Conditions = source is DataSource.MultiOrgan or DataSource.Dsb2018 ? [ConditionChannel.Nuclei] : [ConditionChannel.Tumour] } };
        var fault = Assert.Throws<UserException>(() => Dataset.Load(experiment, CPU))!;
        Assert.That(fault.Message, Does.Contain(what));
        Assert.That(fault.Hint, Is.Not.Null.And.Not.Empty);
    }
}
