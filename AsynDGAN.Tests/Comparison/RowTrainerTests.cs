using AsynDGAN.Core.Comparison;
using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Configuration.Reading;
using AsynDGAN.Core.Data;
using AsynDGAN.Core.Synthesis;
using AsynDGAN.Tests.Runs;
using static TorchSharp.torch;

namespace AsynDGAN.Tests.Comparison;

public sealed class RowTrainerTests
{
    private static readonly Experiment Small = new()
    {
        Data = new DataOptions { Phantom = new PhantomOptions { Institutions = 2, Patients = 6, Slices = 1 }, ImageSize = 16, MinMaskPixels = 1 },
        Discriminator = new DiscriminatorOptions { Layers = 1 },
    };

    [Test]
    public void A_row_of_masks_whose_set_has_deformed_ones_is_another_than_before_they_were_new()
    {
        using var folder = new TemporaryFolder();
        using var data = Dataset.Load(Small, CPU);
        var (plain, deformed) = (Set("plain", "false"), Set("deformed", "true"));
        var replicate = new Replicate(Small, new Dictionary<string, IReadOnlyList<GivenSet>> { ["Plain"] = [plain], ["Deformed"] = [deformed] })
        {
            Names = new Dictionary<GivenSet, string> { [plain] = "plain", [deformed] = "deformed" },
        };
        using var trainer = new RowTrainer(
            [replicate], [new ComparisonRow(RowKind.RealAll)], data, TestedSites.Of(data, DataPart.Validation), DataPart.Validation, CPU,
            StudyFolder.Open(folder.Join("study"), Small, overwrite: false), new RecordingDisplay(), CancellationToken.None);
        Assert.Multiple(() =>
        {
            Assert.That(Identity(RowKind.NewMasks, "Plain"), Is.EqualTo("Plain, new masks"), "rows that are the same are not trained again");
            Assert.That(Identity(RowKind.OwnMasks, "Plain"), Is.EqualTo("Plain, own masks"));
            Assert.That(Identity(RowKind.Synthetic, "Deformed"), Is.EqualTo("Deformed"));
            Assert.That(Identity(RowKind.NewMasks, "Deformed"), Is.Not.EqualTo("Deformed, new masks"));
            Assert.That(Identity(RowKind.OwnMasks, "Deformed"), Is.Not.EqualTo("Deformed, own masks"));
        });

        string Identity(RowKind kind, string label) => trainer.Wanted(new ComparisonRow(kind, Label: label), seed: 1).Identity!["the row"];

        GivenSet Set(string name, string isDeformed)
        {
            folder.Write($"{name}/config.yaml", ExperimentWriter.Write(Small));
            folder.Write($"{name}/image.png", "");
            folder.Write(
                $"{name}/manifest.csv",
                $"image,mask,site,patient,sample,mixed,deformed\nimage.png,image.png,a,p,0,false,false\nimage.png,image.png,a,p,0,false,{isDeformed}\nimage.png,image.png,a,p,0,true,{isDeformed}\n");
            return new GivenSet(folder.Join(name), folder.Join(name), Run: null);
        }
    }
}
