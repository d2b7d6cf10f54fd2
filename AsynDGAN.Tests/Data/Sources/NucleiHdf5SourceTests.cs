using AsynDGAN.Core;
using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Data;
using AsynDGAN.Core.Data.Sources;
using PureHDF;
using static TorchSharp.torch;

namespace AsynDGAN.Tests.Data.Sources;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class NucleiHdf5SourceTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [TestCase("nuclei_no_train_group.h5", new[] { "10", "9", "TCGA-A-01", "TCGA-B-02" }, null)]
    [TestCase("nuclei_train_group_latest.h5", new[] { "10", "TCGA-A-01" }, DataPart.Training)]
    public void The_files_groups_are_the_parts(string file, string[] names, DataPart? part)
    {
        var cases = Read(file, needsSites: false).Cases;
        Assert.That(cases.Select(@case => (@case.Name, @case.Patient, @case.Part)), Is.EqualTo(names.Select(name => (name, name, part))));
    }

    [Test]
    public void A_table_gives_organs_and_parts()
    {
        var read = Read("nuclei_no_train_group.h5", table: "case,organ,part\nTCGA-A-01,liver,train\nTCGA-B-02,breast,test\n9,liver,unused\n");
        Assert.That(
            read.Cases.Select(@case => (@case.Name, @case.Institution, @case.Part)),
            Is.EqualTo(new[] { ("TCGA-A-01", "liver", (DataPart?)DataPart.Training), ("TCGA-B-02", "breast", DataPart.Test) }));
        Assert.That(read.LeftOut, Is.EqualTo(new[] { new LeftOut("10", "the table of cases does not name it"), new LeftOut("9", "unused by the table of cases") }));
    }

    [Test]
    public void Without_a_table_sites_are_cut_at_random_or_refused()
    {
        var fault = Assert.Throws<UserException>(() => Read("nuclei_no_train_group.h5"));
        Assert.That(fault!.Message, Does.Contain("does not tell whose"));
        Assert.That(fault.Hint, Does.Contain("data.cases").And.Contain("by: random"));
    }

    [Test]
    public void Brains_are_no_nuclei() => Assert.That(
        () => Read("brats_gzip.h5", needsSites: false), Throws.TypeOf<UserException>().With.Message.StartsWith("no pictures found"));

    [TestCase(null, new[] { "labels/b", "train/labels_ternary/d" })]
    [TestCase("case,organ,part\na,liver,train\nb,liver,unused\nd,liver,train\n", new[] { "train/labels_ternary/d" })]
    public void Labels_without_a_picture_and_groups_that_are_no_parts_are_told(string? table, string[] faults)
    {
        var file = folder.In("labels.h5");
        new H5File
        {
            ["images"] = Arrays("a"),
            ["labels"] = Arrays("a", "b"),
            ["labels_ternary"] = Arrays("a", "b"),
            ["weight_maps"] = Arrays("c"),
            ["train"] = new H5Group { ["labels_ternary"] = Arrays("d") },
            ["validation"] = new H5Group { ["images"] = Arrays("e") },
        }.Write(file);
        var options = Options("") with { Root = file, Cases = table is null ? null : folder.Write("cases.csv", table) };
        var listing = new NucleiHdf5Source(options, needsSites: false).List();
        Assert.That(listing.Cases.Select(listed => listed.Case.Name), Is.EqualTo(new[] { "a" }));
        Assert.That(listing.Faults, Is.EqualTo(faults.Select(array => new LeftOut(array, "its picture is missing"))));
        Assert.That(listing.Notes, Does.Contain("not looked at, since the parts are train and test: 1 group (validation)"));
    }

    [Test]
    public void Pictures_of_a_person_are_one_patients_who_is_of_one_part()
    {
        const string One = "TCGA-B0-5710-01Z-00-DX1", Two = "TCGA-B0-5710-01Z-00-DX2", Other = "TCGA-B0-5711-01Z-00-DX1";
        var together = List([One, Two], [Other]);
        Assert.That(together.Cases.Select(listed => listed.Case.Patient), Is.EqualTo(new[] { "TCGA-B0-5710", "TCGA-B0-5710", Other }));
        Assert.That(together.Faults, Is.Empty);

        var apart = List([Two, Other], [One]);
        Assert.That(apart.Cases.Select(listed => listed.Case.Name), Is.EqualTo(new[] { Two, Other }));
        Assert.That(apart.Faults, Is.EqualTo(new[] { new LeftOut(One, "the patient TCGA-B0-5710 has a picture in train too, and belongs to one part") }));

        CaseListing List(string[] train, string[] test)
        {
            var file = folder.In($"{Guid.NewGuid()}.h5");
            new H5File { ["train"] = new H5Group { ["images"] = Arrays(train) }, ["test"] = new H5Group { ["images"] = Arrays(test) } }.Write(file);
            return new NucleiHdf5Source(Options("") with { Root = file }, needsSites: false).List();
        }
    }

    [Test]
    public void Pairs_are_ready_for_training()
    {
        var options = Options("nuclei_no_train_group.h5") with
        {
            ImageSize = 16,
            Patch = new PatchOptions { Size = 16 },
            Conditions = [ConditionChannel.Nuclei, ConditionChannel.Boundary],
            TestFraction = 0,
            ValidationFraction = 0,
        };
        using var data = Dataset.Load(new Experiment { Data = options, Sites = new SiteOptions { By = "random", Count = 2 } }, CPU);
        Assert.That(data.Sites.Sum(site => site.Training.Infos.Count), Is.EqualTo(4 * 4));
        Assert.That(data.ImageChannels, Is.EqualTo(3));
    }

    private static H5Group Arrays(params string[] keys)
    {
        var group = new H5Group();
        Array.ForEach(keys, key => group[key] = new byte[4, 4, 3]);
        return group;
    }

    private static DataOptions Options(string file) => new() { Source = DataSource.Hdf5, Root = GoldenFolder.File("hdf5", file) };

    private CaseSet Read(string file, bool needsSites = true, string? table = null)
    {
        var options = Options(file) with { Cases = table is null ? null : folder.Write("cases.csv", table) };
        return new NucleiHdf5Source(options, needsSites).Read(2);
    }
}
