using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Data;
using AsynDGAN.Core.Imaging;
using AsynDGAN.Core.Networks.WeightFiles;
using AsynDGAN.Core.Synthesis;
using AsynDGAN.Core.Training;
using AsynDGAN.Tests.Data;
using AsynDGAN.Tests.Runs;
using static TorchSharp.torch;

namespace AsynDGAN.Tests.Synthesis;

/// <summary>A set that is drawn of conditions that tell classes apart.</summary>
public class ClassesSetTests
{
    [Test]
    public void Its_masks_show_all_classes_together_which_is_said_and_its_card_says_how_to_read_them()
    {
        using var folder = new TemporaryFolder();
        PngFile.Write(TestCases.Picture(16, 16, (y, x) => double.Hypot(y - 8, x - 8) < 6 ? 100 + x : 0), folder.In("a.png"));
        PngFile.Write(TestCases.Picture(16, 16, (y, x) => double.Hypot(y - 8, x - 8) >= 2 ? 0 : y < 8 ? 1 : 2), folder.In("a_mask.png"));
        var experiment = new Experiment
        {
            Name = "classes",
            Device = "cpu",
            Data = new DataOptions
            {
                Source = DataSource.Manifest,
                Root = folder.Write("m.csv", "site,patient,part,image,mask\nA,a,train,a.png,a_mask.png\n"),
                ImageSize = 16,
                MinMaskPixels = 1,
                MaskValues = [1, 2],
                Conditions = [ConditionChannel.Classes, ConditionChannel.Head],
            },
            Generator = new GeneratorOptions { Blocks = 1, Filters = 2 },
            Discriminator = new DiscriminatorOptions { Layers = 1, Filters = 2 },
            Training = new TrainingOptions { BatchSize = 1 },
        };
        using (var data = Dataset.Load(experiment, CPU))
        using (var generator = Simulation.NewGenerator(experiment, data))
        {
            WeightFile.Save(generator, folder.Join("generator.safetensors"));
        }

        var display = new RecordingDisplay();
        new Synthesiser(experiment, new RunOrigin(null, folder.Join("generator.safetensors"), "classes.yaml"), nnUnet: false, display).Execute(folder.Join("set"), resume: false, overwrite: false, default);
        Assert.That(ImageFile.Read(folder.Join("set", "masks", "000000.png")).Values.Distinct(), Is.EquivalentTo(new[] { 0, 255 }));
        Assert.That(display.Lines, Has.One.EqualTo(DataCard.ClassesTogether));
        Assert.That(File.ReadAllText(folder.Join("set", "card.md")), Does.Contain(DataCard.ClassesTogether).And.Contain("data.mask_values [] (left out, since masks have two values), data.conditions [tumour, head]."));
    }
}
