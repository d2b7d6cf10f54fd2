using AsynDGAN.Core;
using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Data.Sources;

namespace AsynDGAN.Tests.Data.Sources;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class MultiOrganSourceTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public MultiOrganSourceTests()
    {
        NucleiFolder.AddTile(folder, "TCGA-B");
        NucleiFolder.AddTile(folder, "TCGA-A");
        NucleiFolder.AddTile(folder, "TCGA-C");
        folder.Write("cases.csv", "case,organ,part,note\nTCGA-A,kidney,test,\nTCGA-B,liver,train,lung\nTCGA-C,colon,unused,\nTCGA-X,liver,train,\n");
    }

    public void Dispose() => folder.Dispose();

    [Test]
    public void Organs_parts_and_single_nuclei_come_from_the_table_and_the_outlines()
    {
        var read = Read();
        Assert.That(
            read.Cases.Select(@case => (@case.Name, @case.Institution, @case.Part)),
            Is.EqualTo(new[] { ("TCGA-A", "kidney", (DataPart?)DataPart.Test), ("TCGA-B", "liver", DataPart.Training) }));
        Assert.That(read.LeftOut.Single().Name, Is.EqualTo("TCGA-C"));
        Assert.That(read.Cases[0].Slices[0].Instances!.Labels, Is.EqualTo(Enumerable.Range(0, NucleiFolder.Height * NucleiFolder.Width)
            .Select(i => NucleiFolder.Number(i / NucleiFolder.Width, i % NucleiFolder.Width))));
    }

    [Test]
    public void Tiles_are_found_whatever_the_case_of_their_endings_and_those_that_are_not_there_are_said()
    {
        File.Move(folder.Join("Tissue Images", "TCGA-B.tif"), folder.Join("Tissue Images", "TCGA-B.TIF"));
        File.Move(folder.Join("Annotations", "TCGA-B.xml"), folder.Join("Annotations", "TCGA-B.XML"));
        var read = Read();
        Assert.That(read.Cases.Select(@case => @case.Name), Is.EqualTo(new[] { "TCGA-A", "TCGA-B" }));
        Assert.That(read.Notes, Is.EqualTo(new[] { "warning: data.cases names 1 case that is not there (TCGA-X)" }));
    }

    [Test]
    public void Tiles_of_a_person_are_one_patients_who_is_of_one_part_and_of_one_organ()
    {
        const string One = "TCGA-B0-5710-01Z-00-DX1", Two = "TCGA-B0-5710-01Z-00-DX2", Other = "TCGA-B0-5711-01Z-00-DX1";
        Array.ForEach([One, Two, Other], tile => NucleiFolder.AddTile(folder, tile));
        folder.Write("cases.csv", $"case,organ,part\n{One},kidney,train\n{Two},kidney,train\n{Other},kidney,test\n");
        var read = Read();
        Assert.That(read.Cases.Select(@case => (@case.Name, @case.Patient)), Is.EqualTo(new[] { (One, "TCGA-B0-5710"), (Two, "TCGA-B0-5710"), (Other, Other) }));
        Assert.That(read.Notes, Is.EqualTo(new[] { "pictures of one patient: TCGA-B0-5710 has 2" }));

        folder.Write("cases.csv", $"case,organ,part\n{One},kidney,test\n{Two},kidney,validation\n{Other},kidney,train\n");
        Assert.That(() => Read(), Throws.TypeOf<UserException>().With.Message.Contains($"{One}: the patient TCGA-B0-5710 has a picture in validation too, and belongs to one part"));
        Assert.That(Read(OnError.Skip).Cases.Select(@case => @case.Name), Is.EqualTo(new[] { Two, Other }));

        folder.Write("cases.csv", $"case,organ,part\n{One},kidney,train\n{Two},liver,train\n");
        Assert.That(() => Read(), Throws.TypeOf<UserException>().With.Message.Contains($"{Two}: the patient TCGA-B0-5710 has a picture of kidney too, and belongs to one institution"));

        folder.Write("cases.csv", $"case,organ,part\n{One},kidney,train\n{Two},kidney,unused\n");
        Assert.That(Read().Cases.Single().Patient, Is.EqualTo(One));
    }

    [Test]
    public void A_tile_without_outlines_is_a_fault()
    {
        File.Delete(folder.Join("Annotations", "TCGA-A.xml"));
        Assert.That(() => Read(), Throws.TypeOf<UserException>().With.Message.Contains("TCGA-A: 1 tile(s) and 0 file(s) of outlines"));
    }

    [Test]
    public void Hostile_outlines_are_a_fault_of_their_tile()
    {
        folder.Write("Annotations/TCGA-A.xml", "<!DOCTYPE a [<!ENTITY b \"c\">]><Annotations>&b;</Annotations>");
        folder.Write("Annotations/TCGA-B.xml", "<Annotations/>");
        var fault = Assert.Throws<UserException>(() => Read());
        Assert.That(fault!.Message, Does.Contain("2 faults").And.Contain("DTD").And.Contain("TCGA-B.xml holds no outlines"));
    }

    [Test]
    public void Outlines_outside_of_their_tile_are_said_and_a_fault_where_all_are()
    {
        var (inside, outside) = ("<Vertex X='5' Y='5'/><Vertex X='15' Y='5'/><Vertex X='10' Y='15'/>", "<Vertex X='4005' Y='5'/><Vertex X='4015' Y='5'/><Vertex X='4010' Y='15'/>");
        folder.Write("Annotations/TCGA-A.xml", Outlines(inside, outside, outside));
        Assert.That(Read().Cases[0].Notes.Select(note => note.Text), Is.EqualTo(new[] { "TCGA-A: 2" }));
        folder.Write("Annotations/TCGA-A.xml", Outlines(outside, outside));
        Assert.That(() => Read(), Throws.TypeOf<UserException>().With.Message.Contains("TCGA-A.xml holds 2 outlines, none of which has a pixel of the tile's 40x48"));

        static string Outlines(params string[] vertices) =>
            $"<Annotations><Annotation><Regions>{string.Concat(vertices.Select(own => $"<Region><Vertices>{own}</Vertices></Region>"))}</Regions></Annotation></Annotations>";
    }

    [TestCase("case,organ,part\nTCGA-A,kidney,learn\n", "line 2: part is 'learn'")]
    [TestCase("case,organ,part\nTCGA-A,kidney,train\nTCGA-A,liver,train\n", "line 3: case TCGA-A is there already")]
    [TestCase("case,organ,part\nTCGA-Z,kidney,train\n", "none of the 3 tiles")]
    public void A_faulty_table_of_cases_is_refused(string table, string told)
    {
        folder.Write("cases.csv", table);
        Assert.That(() => Read(), Throws.TypeOf<UserException>().With.Message.Contains(told));
    }

    [Test]
    public void The_published_table_has_16_training_and_8_test_tiles_of_four_organs()
    {
        var rows = File.ReadAllLines(Path.Combine(TestContext.CurrentContext.TestDirectory, "multi-organ-cases.csv")).Skip(1).Select(line => line.Split(',')).ToArray();
        foreach (var (part, tiles) in new[] { ("train", 4), ("test", 2) })
        {
            var organs = rows.Where(row => row[2] == part).GroupBy(row => row[1]).ToDictionary(organ => organ.Key, organ => organ.Count());
            Assert.That(organs.Keys, Is.EquivalentTo(new[] { "breast", "kidney", "liver", "prostate" }));
            Assert.That(organs.Values, Is.All.EqualTo(tiles));
        }

        Assert.That(rows.Where(row => row[1] == "liver").Select(row => row[3]), Is.All.StartsWith("lung by its TCGA code"));
    }

    private CaseSet Read(OnError onError = OnError.Stop) => new MultiOrganSource(new DataOptions { Root = folder.Path, Cases = folder.Join("cases.csv") }).Read(2, onError);
}
