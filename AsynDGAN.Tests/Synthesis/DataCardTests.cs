using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Synthesis;
using AsynDGAN.Core.Training;

namespace AsynDGAN.Tests.Synthesis;

public class DataCardTests
{
    [TestCase(null, "At the end its images")]
    [TestCase(50, "At the end its images")]
    [TestCase(57, "After epoch 5 (the weights are of epoch 6) its images")]
    [TestCase(40, "After epoch 5 (the weights are of epoch 4) its images")]
    public void Copying_is_told_with_its_epoch_where_the_weights_are_of_another(int? step, string when)
    {
        using var run = new TemporaryFolder();
        run.Write("copying.csv", "epoch,part,images,correlation\n1,training,2,0.1\n5,training,2,0.86\n5,validation,2,0.7\n");
        if (step is { } done)
        {
            StateFile.Write(run.In("checkpoints/last/state.json"), new CheckpointState(StateFile.Format, done, 10, "cpu", 1, "", "", []) { Files = new Dictionary<string, string>() });
        }

        var card = DataCard.Text(new Experiment { Name = "small" }, new RunOrigin(run.Path, null, ""), "0", [Row()], 1);
        Assert.That(card, Does.Contain($"{when} correlated with the real ones of the same conditions by 0.86 in training and 0.70 in validation."));
    }

    [Test]
    public void Means_of_copying_name_their_sites_where_some_have_no_validation_patients()
    {
        using var run = new TemporaryFolder();
        run.Write("copying.csv", "epoch,site,part,images,correlation\n1,a,training,2,0.86\n1,a,validation,2,0.7\n1,b,training,2,0.5\n");
        var card = DataCard.Text(new Experiment { Name = "small" }, new RunOrigin(run.Path, null, ""), "0", [Row()], 1);
        Assert.That(card, Does.Contain("by 0.86 in training and 0.70 in validation.").And.Contain("These are means over the 1 of 2 sites that have validation patients."));
    }

    [Test]
    public void What_sites_measured_of_real_images_is_not_told_where_the_run_kept_such_losses_at_its_sites()
    {
        using var run = new TemporaryFolder();
        run.Write("copying.csv", "epoch,part,images,correlation\n1,training,2,0.86\n1,validation,2,0.7\n");
        run.Write("config.yaml", "boundary: { losses: fakes }\n");
        var card = DataCard.Text(new Experiment { Name = "small" }, new RunOrigin(run.Path, null, ""), "0", [Row()], 1);
        Assert.That(card, Does.Not.Contain("0.86").And.Contain("It is not told here, since boundary.losses: fakes"));
    }

    [Test]
    public void It_is_told_that_digests_of_the_data_confirm_who_took_part() => Assert.That(
        DataCard.Text(new Experiment { Name = "small" }, new RunOrigin(null, "weights", ""), "0", [Row()], 1),
        Does.Contain("synthesis.json and provenance.json hold digests of the data").And.Contain("can tell by them who took part"));

    [TestCase(new[] { "true", "true" }, "(share 0.02 of the ranges).")]
    [TestCase(new[] { "true", "false" }, "(share 0.02 of the ranges); those of 1 of the 2 images it left as they are: whoever may not see them may not see this set.")]
    public void Masks_of_which_a_deformation_moved_no_pixel_are_told_to_be_as_they_are(string[] deformed, string told)
    {
        var experiment = new Experiment { Name = "small", Synthesis = new SynthesisOptions { Deform = 0.02 } };
        var rows = deformed.Select(value => new Dictionary<string, string>(Row()) { ["deformed"] = value }).ToArray();
        Assert.That(DataCard.Text(experiment, new RunOrigin(null, "weights", ""), "0", rows, 2), Does.Contain(told));
    }

    [TestCase(ConditionChannel.Classes, true, "data.mask_values [] (left out, since masks have two values), data.conditions [head, tumour].")]
    [TestCase(ConditionChannel.Tumour, false, "data.mask_values [] (left out, since masks have two values).")]
    public void Of_masks_with_labels_it_is_told_that_the_drawn_ones_have_all_together_and_how_they_are_read(ConditionChannel channel, bool tellsClasses, string keys)
    {
        var experiment = new Experiment { Name = "small", Data = new DataOptions { Source = DataSource.Manifest, MaskValues = [1, 2], Conditions = [ConditionChannel.Head, channel] } };
        var card = DataCard.Text(experiment, new RunOrigin(null, "weights", ""), "0", [Row()], 1);
        Assert.That(card, Does.Contain("- data.mask_values: [1, 2]\n").And.Contain(keys));
        Assert.That(card.Contains(DataCard.ClassesTogether, StringComparison.Ordinal), Is.EqualTo(tellsClasses));
    }

    private static IReadOnlyDictionary<string, string> Row() => new Dictionary<string, string> { ["site"] = "a", ["mixed"] = "false" };
}
