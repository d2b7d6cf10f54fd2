using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Configuration.Keys;
using AsynDGAN.Core.Configuration.Reading;
using AsynDGAN.Core.Configuration.Rules;
using FsCheck;
using FsCheck.Fluent;

namespace AsynDGAN.Tests.Configuration.Reading;

public class ExperimentWriterTests
{
    [Test]
    public void The_defaults_are_written_with_every_key_in_record_order()
    {
        const string Expected = """
            name: lgg
            seed: 1
            device: auto
            data:
              source: phantom
              root: null
              phantom:
                institutions: 4
                patients: 10
                slices: 4
                object: tumour
                style: shared
              gaussian:
                components: [[-3, 2], [1, 1], [3, 0.5]]
                second: deviation
                weights: []
                condition: label
                ring: null
                samples: 10000
              image_size: 64
              channels: []
              channel_names: []
              grades: [HGG]
              cases: null
              encoding: utf-8
              crop: none
              normalise:
                by: volume
                to: median
                low: 0
                high: 99.5
                white: 2.6
              colour:
                method: none
                target: []
              patch:
                size: null
                stride: null
                pad: true
              conditions: [tumour, head]
              mask_values: []
              min_mask_pixels: 10
              augment:
                flip: horizontal
                shift: 0
                rotate: 0
                scale: 0
                intensity: 0
                load_size: null
              split: seed
              test_fraction: 0.2
              test_count: null
              validation_fraction: 0.1
              split_seed: 7
              split_file: null
              fold:
                of: 1
                leave: 1
              on_error: stop
              on_geometry: stop
              resident: auto
              cache: null
            sites:
              by: institution
              count: null
              merge: {}
              without: []
              mode: distributed
              only: null
              weighting: proportional
              in_condition: false
              questions: any
              key_file: null
            generator:
              network: resnet
              blocks: 9
              layers: 3
              filters: 64
              upsampling: transposed
              norm: instance
              dropout: 0
              noise_channels: 0
              init: normal
              init_gain: 0.02
              average: 0
            discriminator:
              network: patch
              layers: 3
              filters: 64
              norm: instance
              spectral_norm: false
              augment: none
              init: normal
              init_gain: 0.02
            loss:
              gan: vanilla
              reconstruction: l1
              lambda_l1: 100
              lambda_features: 10
              lambda_perceptual: 0
              perceptual_weights: null
              generator_scale: 1
              discriminator_scale: 0.5
            boundary:
              losses: all
              element_type: float32
              pack_conditions: false
            training:
              batch_size: 1
              epochs: 100
              decay_epochs: 100
              steps: null
              learning_rate: 0.0002
              beta1: 0.5
              beta2: 0.999
              discriminator_steps: 1
              group: auto
              precision: auto
              record: auto
              log_every: 20
              checkpoint_every: 10
              samples_every: 5
              tensorboard: true
            synthesis:
              conditions: seen
              per_mask: 1
              masks: train
              mix_masks: 1
              placement: kept
              deform: 0
              dropout: false
              statistics: recomputed
            segmentation:
              filters: 16
              depth: 4
              norm: batch
              dropout: 0
              steps: 600
              batch_size: 16
              learning_rate: 0.003
              augment: none
              classes: merged
              boundary_weight: 1
              seeds: [1]
              images: all
              fedavg:
                rounds: 20
                weighting: proportional

            """;
        Assert.That(ExperimentWriter.Write(new Experiment { Name = "lgg" }), Is.EqualTo(Expected));
    }

    [Test]
    public void The_section_of_the_segmentation_is_written_alone_as_it_stands_in_the_whole()
    {
        var experiment = new Experiment { Segmentation = new SegmentationOptions { Steps = 7, Seeds = [3, 4] } };
        var lines = ExperimentWriter.Write(experiment.Segmentation).TrimEnd().Split('\n');
        Assert.That(lines, Has.Some.EqualTo("steps: 7").And.Some.EqualTo("  rounds: 20"));
        Assert.That(ExperimentWriter.Write(experiment), Does.EndWith("segmentation:\n" + string.Concat(lines.Select(line => $"  {line}\n"))));
    }

    [Test]
    public void An_experiment_reads_back_equal()
    {
        var experiments =
            from texts in Gen.Choose(0, 0x10ffff).Where(c => c is > 0 and (< 0xd800 or > 0xdfff) and not 0xfffd)
                .Select(char.ConvertFromUtf32).ListOf().Select(string.Concat).ArrayOf(4)
            from words in Gen.Elements("null", "~", "true", "No", "1", "1e3", ".5", "-", "- a", "a: b", "#x", "*a", "&a", "!a", "[", "{a}", " a ", "'", "\"", "é").ArrayOf(3)
            from numbers in ArbMap.Default.GeneratorFor<int>().Select(Math.Abs).ArrayOf(2)
            from fraction in Gen.Choose(0, int.MaxValue).Select(i => i / (double)int.MaxValue)
            from power in Gen.Choose(-300, 2)
            select new Experiment
            {
                Name = "lgg",
                Seed = numbers[0],
                Data = new DataOptions
                {
                    Source = DataSource.LggMri,
                    Root = "x" + texts[0],
                    Channels = [words[0], texts[1]],
                    MinMaskPixels = numbers[1],
                    Conditions = [ConditionChannel.Outline],
                    TestCount = numbers[0],
                },
                Sites = new SiteOptions
                {
                    By = words[1],
                    Merge = new Dictionary<string, string> { ["from " + texts[2]] = words[2], [words[2]] = "into " + texts[3] + words[2] }
                        .Take(numbers[0] % 2 + 1).Reverse().ToDictionary(),
                },
                Loss = new LossOptions { LambdaL1 = fraction * Math.Pow(10, power), GeneratorScale = fraction },
                Training = new TrainingOptions { SamplesEvery = numbers[1] + 1, Precision = fraction > 0.5 ? Precision.Tf32 : Precision.Bfloat16, LearningRate = fraction },
            };
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(1000), Prop.ForAll(experiments.Where(IsSound).ToArbitrary(), experiment =>
        {
            var read = ExperimentReader.Parse(ExperimentWriter.Write(experiment), "x.yaml", []);
            return ExperimentDifference.Between(experiment, read).Count == 0
                && read.Data.Root == experiment.Data.Root
                && read.Loss == experiment.Loss
                && read.Training == experiment.Training
                && read.Data.Channels.SequenceEqual(experiment.Data.Channels)
                && read.Sites.Merge.OrderBy(m => m.Key, StringComparer.Ordinal).SequenceEqual(experiment.Sites.Merge.OrderBy(m => m.Key, StringComparer.Ordinal));
        }));
    }

    [Test]
    public void Equal_mappings_give_equal_text_whatever_their_order()
    {
        var one = new SiteOptions { Merge = new Dictionary<string, string> { ["A"] = "C", ["B"] = "C" } };
        var other = new SiteOptions { Merge = new Dictionary<string, string> { ["B"] = "C", ["A"] = "C" } };
        Assert.That(ExperimentWriter.Write(new Experiment { Sites = one }), Is.EqualTo(ExperimentWriter.Write(new Experiment { Sites = other })));
        Assert.That(ExperimentWriter.Write(new Experiment { Sites = one }), Does.Contain("\n  merge: {A: C, B: C}\n"));
    }

    // The generator may make a chain of merges, which the reader refuses.
    private static bool IsSound(Experiment experiment)
    {
        return ExperimentRules.All.All(rule => rule.Check(experiment) is null);
    }
}
