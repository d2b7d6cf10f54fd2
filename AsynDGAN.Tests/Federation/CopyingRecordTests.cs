using AsynDGAN.Core.Federation;

namespace AsynDGAN.Tests.Federation;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class CopyingRecordTests : IDisposable
{
    private const string Header = "epoch,site,part,images,correlation,correlation_inside,near_copies\n";

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Test]
    public void Means_of_both_parts_are_over_the_sites_that_have_both()
    {
        var record = Of("1,a,training,2,0.5,0.4,0.3\n1,a,validation,2,0.1,0.1,0.1\n2,a,training,30,0.75,0.5,\n2,a,validation,10,0.5,0.25,\n"
            + "2,b,training,10,0.25,,0.125\n2,b,validation,30,0.25,0.1,0.25\n2,c,training,32,1,1,1\n");
        Assert.Multiple(() =>
        {
            Assert.That((record.Training, record.Validation), Is.EqualTo((0.625, 0.3125)));
            Assert.That((record.TrainingInside, record.ValidationInside), Is.EqualTo((0.5, 0.25)), "a alone");
            Assert.That((record.NearCopiesTraining, record.NearCopiesValidation), Is.EqualTo((0.125, 0.25)), "b alone");
            Assert.That((record.Sites, record.AllSites, record.Epoch), Is.EqualTo((2, 3, 2)));
        });
    }

    [Test]
    public void Where_no_site_has_both_each_part_keeps_its_own()
    {
        var record = Of("1,a,training,2,0.75,0.5,0.25\n1,a,validation,2,0.5,0.25,\n1,b,training,2,0.25,0.5,0.75\n1,b,validation,2,0.25,0.25,\n");
        Assert.That((record.NearCopiesTraining, record.NearCopiesValidation), Is.EqualTo((0.5, (double?)null)));
        Assert.That((record.Sites, record.AllSites), Is.EqualTo((2, 2)));
    }

    [Test]
    public void Without_validation_patients_copying_is_told_of_training()
    {
        var record = Of("1,a,training,2,0.75,0.5,0.25\n1,b,training,2,0.25,0.5,0.75\n");
        Assert.That((record.Training, record.Validation, record.TrainingInside), Is.EqualTo((0.5, (double?)null, (double?)0.5)));
        Assert.That((record.Sites, record.AllSites), Is.EqualTo((2, 2)));
    }

    [Test]
    public void Sites_of_one_name_of_several_runs_are_several()
    {
        folder.Write("first/copying.csv", Header + "1,a,training,2,0.75,,\n1,a,validation,2,0.5,,\n");
        folder.Write("other/copying.csv", Header + "1,a,training,2,0.25,,\n");
        var record = CopyingRecord.Of([folder.Join("first"), folder.Join("other")])!;
        Assert.That((record.Training, record.Validation, record.Sites, record.AllSites), Is.EqualTo((0.75, 0.5, 1, 2)));
    }

    [Test]
    public void Of_runs_of_which_one_has_no_record_there_is_none()
    {
        folder.Write("first/copying.csv", Header + "1,a,training,2,0.75,,\n1,a,validation,2,0.5,,\n");
        Assert.That(CopyingRecord.Of([folder.Join("first")]), Is.Not.Null);
        Assert.That(CopyingRecord.Of([folder.Join("first"), folder.Join("none")]), Is.Null);
        folder.Write("cut/copying.csv", Header);
        Assert.That(CopyingRecord.Of([folder.Join("first"), folder.Join("cut")]), Is.Null, "a resumed run may have its header alone");
    }

    private CopyingRecord Of(string rows)
    {
        folder.Write("copying.csv", Header + rows);
        return CopyingRecord.Of([folder.Path])!;
    }
}
