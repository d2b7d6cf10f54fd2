using System.Text;
using AsynDGAN.Core;
using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Configuration.Keys;
using AsynDGAN.Core.Configuration.Reading;

namespace AsynDGAN.Tests.Configuration.Reading;

public class ExperimentReaderTests
{
    [TestCase("all", null, false)]
    [TestCase("383", 383, false)]
    [TestCase("smallest", null, true)]
    public void Images_of_a_row_are_all_a_number_or_the_smallest(string text, int? number, bool toSmallest)
    {
        var read = ExperimentReader.Parse($"segmentation: {{ images: {text} }}", "a.yaml", []);
        Assert.That(read.Segmentation.Images, Is.EqualTo(new RowCut(number, toSmallest)));
        Assert.That(ExperimentReader.Parse(ExperimentWriter.Write(read), "b.yaml", []).Segmentation.Images, Is.EqualTo(read.Segmentation.Images));
    }

    [Test]
    public void A_root_is_not_asked_for_where_no_files_are_read()
    {
        Assert.That(ExperimentReader.Parse("data: { source: lgg-mri }", "a.yaml", [], needsRoot: false).Data.Root, Is.Null);
        Assert.That(
            () => ExperimentReader.Parse("data: { source: lgg-mri }", "a.yaml", ["training.batch_size=0"], needsRoot: false),
            Throws.TypeOf<UserException>().With.Message.StartsWith("a.yaml has an error:\n  training.batch_size (--set)"));
        Assert.That(
            () => ExperimentReader.Parse("data: { source: gaussian, root: . }", "a.yaml", [], needsRoot: false),
            Throws.TypeOf<UserException>().With.Message.Contains("data.root (line 1): \".\" says something of images"));
    }

    [Test]
    public void A_file_that_says_nothing_of_a_key_gets_its_default()
    {
        var read = ExperimentReader.Parse("name: lgg", "x.yaml", []);
        Assert.That(ExperimentDifference.Between(new Experiment { Name = "lgg" }, read), Is.Empty);
    }

    [Test]
    public void Every_kind_of_value_is_read()
    {
        const string Text = """
            # a comment
            seed: 12
            device: "cuda:1"
            data:
              source: lgg-mri
              root: ../shared/data
              image_size: 256
              split: by-name
              test_count: 40
              channels: [FLAIR, 'T1 post']
              conditions:
                - tumour
                - outline
              normalise: { to: percentile, high: 99 }
            sites:
              merge: {EZ: CS, "F,G": DU}
            generator: {network: unet256, norm: batch}
            loss: {gan: wgan-gp, lambda_l1: 2.5e+1}
            training: {learning_rate: 1e-3, tf32: true, epochs: 1e2, steps: null}
            """;
        var read = ExperimentReader.Parse(Text, "configs/lgg-1.yaml", []);
        var merge = new Dictionary<string, string> { ["EZ"] = "CS", ["F,G"] = "DU" };
        Assert.That(read.Name, Is.EqualTo("lgg-1"));
        Assert.That(read.Seed, Is.EqualTo(12));
        Assert.That(read.Device, Is.EqualTo("cuda:1"));
        Assert.That(read.Data.Source, Is.EqualTo(DataSource.LggMri));
        Assert.That(read.Data.Root, Is.EqualTo("../shared/data"));
        Assert.That(read.Data.ImageSize, Is.EqualTo(256));
        Assert.That(read.Data.Split, Is.EqualTo(SplitMethod.ByName));
        Assert.That(read.Data.TestCount, Is.EqualTo(40));
        Assert.That(read.Data.Channels, Is.EqualTo(new[] { "FLAIR", "T1 post" }));
        Assert.That(read.Data.Conditions, Is.EqualTo(new[] { ConditionChannel.Tumour, ConditionChannel.Outline }));
        Assert.That(read.Data.Normalise, Is.EqualTo(new NormaliseOptions { To = NormaliseTo.Percentile, High = 99 }));
        Assert.That(read.Sites.Merge, Is.EqualTo(merge));
        Assert.That(read.Generator, Is.EqualTo(new GeneratorOptions { Network = GeneratorNetwork.Unet256, Norm = Norm.Batch }));
        Assert.That(read.Loss, Is.EqualTo(new LossOptions { Gan = GanLoss.WganGp, LambdaL1 = 25 }));
        Assert.That(read.Training, Is.EqualTo(new TrainingOptions { LearningRate = 0.001, Precision = Precision.Tf32 }));
    }

    [Test]
    public void All_faults_of_a_file_and_its_overrides_come_together()
    {
        const string Text = """
            sed: 2
            data:
              image_size: big
              test_fraction: 0.95
              channels: FLAIR
            generator:
              network: resnt
              blocks: 2.5
              blocks: 3
            synthesis: { dropout: true }
            """;
        Assert.That(Refused.Lines(Text, "training.epochs=-1", "training.epoch=3", "training.steps=10000000000"), Is.EqualTo(new[]
        {
            "sed (line 1): unknown key; did you mean seed?",
            "data.image_size (line 3): big is not a whole number from 8 to 2048",
            "data.test_fraction (line 4): 0.95 is not a number from 0 to 0.9",
            "data.channels (line 5): FLAIR is not a list such as [a, b]",
            "generator.network (line 7): resnt is not one of resnet, unet128, unet256, mlp; did you mean resnet?",
            "generator.blocks (line 8): 2.5 is not a whole number from 1 to 64",
            "generator.blocks (line 9): given twice, first on line 8",
            "training.epochs (--set): -1 is not a whole number from 0 to 1000000",
            "training.epoch (--set): unknown key; did you mean training.epochs?",
            "training.steps (--set): 10000000000 is not a whole number of at least 1 and at most 2147483647 or null",
            "synthesis.dropout (line 10): needs generator.dropout above 0",
        }));
    }

    [Test]
    public void The_hint_says_where_the_keys_are_listed()
    {
        var fault = Assert.Throws<UserException>(() => ExperimentReader.Parse("sed: 2", "lgg.yaml", []));
        Assert.That(fault!.Hint, Is.EqualTo("--help lists every key with its default and what it may hold."));
    }

    [TestCase("data: { image_sise: 3 }", "data.image_sise (line 1): unknown key; did you mean data.image_size?")]
    [TestCase("data: { normalize: { by: slice } }", "data.normalize (line 1): unknown key; did you mean data.normalise?")]
    [TestCase("loss: { Lambda-L1: 3 }", "loss.Lambda-L1 (line 1): unknown key; did you mean loss.lambda_l1?")]
    [TestCase("image_size: 3", "image_size (line 1): unknown key; did you mean data.image_size?")]
    [TestCase("blocks: 3", "blocks (line 1): unknown key; did you mean generator.blocks?")]
    [TestCase("filters: 3", "filters (line 1): unknown key; did you mean generator.filters or discriminator.filters or segmentation.filters?")]
    [TestCase("data: { phantom: { colour: red } }", "data.phantom.colour (line 1): unknown key; the keys here are institutions, patients, slices, object, style")]
    [TestCase("<<: {}", "\"<<\" (line 1): unknown key; the keys here are name, seed, device, data, sites, generator, discriminator, loss, boundary, training, synthesis, segmentation")]
    [TestCase("training: { : 1 }", "training.\"\" (line 1): unknown key; the keys here are batch_size, epochs, decay_epochs, steps, learning_rate, beta1, beta2, discriminator_steps, group, precision, record, log_every, checkpoint_every, samples_every, tensorboard")]
    public void An_unknown_key_is_answered_with_the_nearest(string text, string expected)
    {
        Assert.That(Refused.Line(text), Is.EqualTo(expected));
    }

    [TestCase("data.normalise.low=-0")]
    [TestCase("data.normalise.low=-0.0")]
    [TestCase("data.gaussian.components=[[-0, 2], [1, 1], [2, 1]]")]
    public void Zero_has_no_sign(string set)
    {
        var read = ExperimentReader.Parse("seed: 1", "x.yaml", [set]);
        Assert.That(ExperimentWriter.Write(read), Is.EqualTo(ExperimentWriter.Write(ExperimentReader.Parse("seed: 1", "x.yaml", [set.Replace("-0.0", "0").Replace("-0", "0")]))));
    }

    [TestCase("seed: ten", "seed (line 1): ten is not a whole number of at least 0")]
    [TestCase("seed: \"10\"", "seed (line 1): \"10\" is not a whole number of at least 0")]
    [TestCase("seed: 2147483648", "seed (line 1): 2147483648 is not a whole number of at least 0 and at most 2147483647")]
    [TestCase("seed:", "seed (line 1): null is not a whole number of at least 0")]
    [TestCase("seed: [1]", "seed (line 1): a list is not a whole number of at least 0")]
    [TestCase("seed: {a: 1}", "seed (line 1): a mapping is not a whole number of at least 0")]
    [TestCase("training: { epochs: 1_000 }", "training.epochs (line 1): 1_000 is not a whole number from 0 to 1000000")]
    [TestCase("training: { steps: 0 }", "training.steps (line 1): 0 is not a whole number of at least 1 or null")]
    [TestCase("training: { beta1: .nan }", "training.beta1 (line 1): .nan is not a number from 0 to 0.9999")]
    [TestCase("training: { beta1: NaN }", "training.beta1 (line 1): NaN is not a number from 0 to 0.9999")]
    [TestCase("loss: { lambda_l1: .inf }", "loss.lambda_l1 (line 1): .inf is not a number of at least 0")]
    [TestCase("loss: { lambda_l1: Infinity }", "loss.lambda_l1 (line 1): Infinity is not a number of at least 0")]
    [TestCase("loss: { lambda_l1: 1e999 }", "loss.lambda_l1 (line 1): 1e999 is not a number of at least 0")]
    [TestCase("loss: { lambda_l1: 1e-400 }", "loss.lambda_l1 (line 1): 1e-400 is too small to be told from 0")]
    [TestCase("loss:\n  lambda_l1: 0,5", "loss.lambda_l1 (line 2): 0,5 is not a number of at least 0")]
    [TestCase("training: { group: null }", "training.group (line 1): null is not a whole number from 1 to 4096 or auto")]
    [TestCase("training: { group: 0 }", "training.group (line 1): 0 is not a whole number from 1 to 4096 or auto")]
    [TestCase("segmentation: { images: 0 }", "segmentation.images (line 1): 0 is not all, smallest or a whole number of at least 1")]
    [TestCase("segmentation: { images: 2147483648 }", "segmentation.images (line 1): 2147483648 is not all, smallest or a whole number of at least 1 and at most 2147483647")]
    [TestCase("segmentation: { images: 1.5 }", "segmentation.images (line 1): 1.5 is not all, smallest or a whole number of at least 1")]
    [TestCase("segmentation: { images: '5' }", "segmentation.images (line 1): \"5\" is not all, smallest or a whole number of at least 1")]
    [TestCase("segmentation: { images: largest }", "segmentation.images (line 1): largest is not all, smallest or a whole number of at least 1")]
    [TestCase("training: { tf32: yes }", "training.tf32 (line 1): yes is not true or false")]
    [TestCase("training: { tf32: 1 }", "training.tf32 (line 1): 1 is not true or false")]
    [TestCase("device: null", "device (line 1): null is not text")]
    [TestCase("seed: not a number", "seed (line 1): \"not a number\" is not a whole number of at least 0")]
    [TestCase("device: [cpu]", "device (line 1): a list is not text")]
    [TestCase("data:", "data (line 1): null is not a mapping of the keys source, root, phantom, gaussian, image_size, channels, channel_names, grades, cases, encoding, crop, normalise, colour, patch, conditions, mask_values, min_mask_pixels, augment, split, test_fraction, test_count, validation_fraction, split_seed, split_file, fold, on_error, on_geometry, resident, cache")]
    [TestCase("data: { phantom: 3 }", "data.phantom (line 1): 3 is not a mapping of the keys institutions, patients, slices, object, style")]
    [TestCase("data: { phantom: [3] }", "data.phantom (line 1): a list is not a mapping of the keys institutions, patients, slices, object, style")]
    [TestCase("data: { conditions: null }", "data.conditions (line 1): null is not a list such as [a, b]")]
    [TestCase("data: { channels: [FLAIR, null] }", "data.channels (line 1): null is not text")]
    [TestCase("sites: { merge: [EZ, CS] }", "sites.merge (line 1): a list is not a mapping such as {A: B}")]
    [TestCase("sites: { merge: { EZ: [CS] } }", "sites.merge (line 1): a list is not text")]
    [TestCase("sites:\n  merge:\n    EZ: CS\n    EZ: DU", "sites.merge (line 4): EZ is given twice")]
    [TestCase("data:\n  source: phantom\ndata:\n  root: x", "data (line 3): given twice, first on line 1")]
    public void A_value_of_the_wrong_kind_is_named_with_what_is_wanted(string text, string expected)
    {
        Assert.That(Refused.Line(text), Is.EqualTo(expected));
    }

    [TestCase("loss: { gan: lsgn }", "loss.gan (line 1): lsgn is not one of vanilla, minimax, lsgan, hinge, wgan-gp; did you mean lsgan?")]
    [TestCase("loss: { gan: WGAN_GP }", "loss.gan (line 1): WGAN_GP is not one of vanilla, minimax, lsgan, hinge, wgan-gp; did you mean wgan-gp?")]
    [TestCase("loss: { gan: stylegan }", "loss.gan (line 1): stylegan is not one of vanilla, minimax, lsgan, hinge, wgan-gp")]
    [TestCase("data: { source: lgg }", "data.source (line 1): lgg is not one of phantom, lgg-mri, manifest, gaussian, brats, hdf5, multi-organ, dsb2018")]
    [TestCase("data: { conditions: [tumor, haed, 1] }", "data.conditions (line 1): tumor is not one of tumour, classes, head, outline, nuclei, boundary; did you mean tumour?|data.conditions (line 1): haed is not one of tumour, classes, head, outline, nuclei, boundary; did you mean head?|data.conditions (line 1): 1 is not one of tumour, classes, head, outline, nuclei, boundary")]
    [TestCase("generator: { network: 0 }", "generator.network (line 1): 0 is not one of resnet, unet128, unet256, mlp")]
    public void An_unknown_choice_is_answered_with_the_nearest_and_all_of_them(string text, string expected)
    {
        Assert.That(string.Join('|', Refused.Lines(text)), Is.EqualTo(expected));
    }

    [Test]
    public void A_long_value_is_cut_in_the_message()
    {
        Assert.That(
            Refused.Line("seed: " + new string('a', 100)),
            Is.EqualTo("seed (line 1): " + new string('a', 57) + "... is not a whole number of at least 0"));
    }

    [TestCase("", "it is empty; a configuration with nothing but a seed is: seed: 1")]
    [TestCase("# only a comment\n", "it is empty; a configuration with nothing but a seed is: seed: 1")]
    [TestCase("---\n", "it is empty; a configuration with nothing but a seed is: seed: 1")]
    [TestCase("- seed\n- 1\n", "line 1: a list stands where keys are wanted, such as seed: 1")]
    [TestCase("\nhello\n", "line 2: hello stands where keys are wanted, such as seed: 1")]
    [TestCase("seed: 1\n---\nseed: 2\n", "line 2, column 1: a second document starts here; a configuration is one document")]
    [TestCase("data: &d { root: x }\nsites: *d\n", "line 2, column 8: the alias *d is not supported; write the value out")]
    [TestCase("data: { root: &d }\n", "line 1, column 15: the anchor &d is not supported; leave it out, or quote a text that begins so")]
    [TestCase("seed: !!int 1\n", "line 1, column 7: the tag tag:yaml.org,2002:int is not supported; leave it out")]
    [TestCase("? [seed]\n: 1\n", "line 1, column 3: a key is a list or a mapping; keys are words")]
    [TestCase("device: \"a\\0b\"\n", "line 1, column 9: a NUL character; no value may hold one")]
    [TestCase("seed: 1\ndata: [1, 2\n", "line 3, column 1: While parsing a flow sequence, did not find expected ',' or ']'.")]
    [TestCase("seed: \"1\n", "line 1, column 7: While scanning a quoted scalar, found unexpected end of stream.")]
    [TestCase("seed: 1\n\tdata: 2\n", "line 1, column 7: While scanning a plain scalar, found a tab character that violate indentation.")]
    [TestCase("- : conditions", "line 2, column 2: the text ends where more is wanted")]
    [TestCase("device: \"\\uDC00\"", "line 1, column 9: While scanning a quoted scalar, found invalid Unicode surrogates.")]
    public void A_text_that_is_no_configuration_is_refused(string text, string expected)
    {
        Assert.That(Refused.Line(text), Is.EqualTo(expected));
    }

    [TestCase("[", "]")]
    [TestCase("{a: ", "}")]
    [TestCase("? ", "")]
    [TestCase("- ", "")]
    public void Nesting_without_end_is_refused(string open, string close)
    {
        var text = string.Concat(Enumerable.Repeat(open, 100_000)) + string.Concat(Enumerable.Repeat(close, 100_000));
        Assert.That(Refused.Line(text), Does.EndWith("nested more than 16 levels deep"));
    }

    [Test]
    public void A_fault_of_the_text_leaves_the_rules_unasked_and_the_overrides_read()
    {
        Assert.That(Refused.Lines("seed: [1", "data.source=lgg-mri", "sed=2"), Is.EqualTo(new[]
        {
            "line 2, column 1: While parsing a flow sequence, did not find expected ',' or ']'.",
            "sed (--set): unknown key; did you mean seed?",
        }));
    }

    [Test]
    public void A_rule_is_not_asked_about_a_faulty_key()
    {
        Assert.That(
            Refused.Line("data: { split: fiel, split_file: split.csv }"),
            Is.EqualTo("data.split (line 1): fiel is not one of seed, by-name, file; did you mean file?"));
        Assert.That(Refused.Line("sites: { mode: singel, only: CS }"), Does.StartWith("sites.mode (line 1): singel is not one of"));
    }

    [Test]
    public void Overrides_apply_in_order_after_the_file()
    {
        var read = ExperimentReader.Parse(
            "training: { epochs: 5, steps: 9 }\nsites: { merge: {A: B} }",
            "x.yaml",
            [
                "training.epochs=6", "training.epochs=7", "training.steps=", "data.conditions=[tumour,head,outline]",
                "sites.merge={EZ: CS}", "data.root=a=b", "data.normalise={to: percentile, low: 1}", "data.normalise.high=98",
            ]);
        var merge = new Dictionary<string, string> { ["EZ"] = "CS" };
        Assert.That(read.Training, Is.EqualTo(new TrainingOptions { Epochs = 7 }));
        Assert.That(read.Data.Conditions, Is.EqualTo(new[] { ConditionChannel.Tumour, ConditionChannel.Head, ConditionChannel.Outline }));
        Assert.That(read.Sites.Merge, Is.EqualTo(merge));
        Assert.That(read.Data.Root, Is.EqualTo("a=b"));
        Assert.That(read.Data.Normalise, Is.EqualTo(new NormaliseOptions { To = NormaliseTo.Percentile, Low = 1, High = 98 }));
    }

    [TestCase("true", Precision.Tf32)]
    [TestCase("false", Precision.Float32)]
    [TestCase("False", Precision.Float32)]
    public void The_key_tf32_of_earlier_versions_reads_as_the_precision_that_it_was(string value, Precision expected)
    {
        Assert.That(ExperimentReader.Parse($"training: {{ tf32: {value} }}", "a.yaml", []).Training, Is.EqualTo(new TrainingOptions { Precision = expected }));
        Assert.That(ExperimentReader.Parse("seed: 1", "a.yaml", ["training.tf32=" + value]).Training.Precision, Is.EqualTo(expected));
        Assert.That(ExperimentReader.Parse($"training: {{ tf32: {value} }}", "a.yaml", ["training.precision=bfloat16"]).Training.Precision, Is.EqualTo(Precision.Bfloat16));
    }

    [TestCase("training:\n  tf32: true\n  precision: tf32", "training.precision (line 3): given as tf32 on line 2 too, which is the same key under its former name; leave one out")]
    [TestCase("training:\n  precision: tf32\n  tf32: true", "training.tf32 (line 3): given as precision on line 2 too, which is the same key under its present name; leave one out")]
    [TestCase("training:\n  tf32: true\n  tf32: true", "training.tf32 (line 3): given twice, first on line 2")]
    [TestCase("tf32: true", "tf32 (line 1): unknown key; the keys here are name, seed, device, data, sites, generator, discriminator, loss, boundary, training, synthesis, segmentation")]
    public void A_key_under_both_its_names_is_refused(string text, string expected) => Assert.That(Refused.Line(text), Is.EqualTo(expected));

    [TestCase("training.epochs", "--set training.epochs: write it as key=value, such as training.epochs=10")]
    [TestCase("=3", "--set \"=3\": write it as key=value, such as training.epochs=10")]
    [TestCase("epochs=3", "epochs (--set): unknown key; did you mean training.epochs?")]
    [TestCase("trainig.epochs=3", "trainig (--set): unknown key; did you mean training?")]
    [TestCase("training.epochs.x=3", "training.epochs.x (--set): unknown key; training.epochs is set as a whole")]
    [TestCase("sites.merge.EZ=CS", "sites.merge.EZ (--set): unknown key; sites.merge is set as a whole")]
    [TestCase("training.tf32.x=3", "training.tf32.x (--set): unknown key; training.tf32 is set as a whole")]
    [TestCase("training.tf32=yes", "training.tf32 (--set): yes is not true or false")]
    [TestCase("training..epochs=3", "training.\"\" (--set): unknown key; the keys here are batch_size, epochs, decay_epochs, steps, learning_rate, beta1, beta2, discriminator_steps, group, precision, record, log_every, checkpoint_every, samples_every, tensorboard")]
    [TestCase("data.conditions=[tumour", "data.conditions (--set): the value is not YAML: While parsing a flow sequence, did not find expected ',' or ']'.")]
    [TestCase("training.epochs=", "training.epochs (--set): null is not a whole number from 0 to 1000000")]
    [TestCase("data.root=s/list #2.csv", "data.root (--set): what stands from the # on, \"2.csv\", would be a comment; leave it out, or quote the value, as in data.root='\"a #b\"'")]
    [TestCase("name=#1", "name (--set): what stands from the # on, \"1\", would be a comment; leave it out, or quote the value, as in name='\"a #b\"'")]
    [TestCase("data.root=&x", "data.root (--set): the value is not YAML: the anchor &x is not supported; leave it out, or quote a text that begins so")]
    [TestCase("training.epochs=many", "training.epochs (--set): many is not a whole number from 0 to 1000000")]
    [TestCase("data=3", "data (--set): 3 is not a mapping of the keys source, root, phantom, gaussian, image_size, channels, channel_names, grades, cases, encoding, crop, normalise, colour, patch, conditions, mask_values, min_mask_pixels, augment, split, test_fraction, test_count, validation_fraction, split_seed, split_file, fold, on_error, on_geometry, resident, cache")]
    [TestCase("sites.count=3", "sites.count (--set): only for by: tumour-size and by: random; by is institution")]
    public void A_wrong_override_is_named(string assignment, string expected)
    {
        Assert.That(Refused.Line("seed: 1", assignment), Is.EqualTo(expected));
    }

    [Test]
    public void A_file_is_read_with_or_without_a_byte_order_mark()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Join("brats.yaml");
        foreach (var mark in new[] { true, false })
        {
            File.WriteAllText(file, "data: { channels: [\"T2 — größer\"] }\r\nseed: 3\r\n", new UTF8Encoding(mark));
            var read = ExperimentReader.Read(file, ["training.epochs=4"]);
            Assert.That(read.Name, Is.EqualTo("brats"));
            Assert.That(read.Seed, Is.EqualTo(3));
            Assert.That(read.Data.Channels, Is.EqualTo(new[] { "T2 — größer" }));
            Assert.That(read.Training.Epochs, Is.EqualTo(4));
        }
    }

    [Test]
    public void A_file_in_another_encoding_is_refused()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Join("latin.yaml");
        File.WriteAllBytes(file, Encoding.Latin1.GetBytes("seed: 1\ndata: { root: K\u00f6ln }"));
        var fault = Assert.Throws<UserException>(() => ExperimentReader.Read(file, []));
        Assert.That(fault!.Message, Is.EqualTo($"{file} has an error:\n  line 2, column 15: a character is damaged; is the file saved as UTF-8?"));
    }

    [Test]
    public void A_missing_file_a_folder_and_a_huge_file_are_refused()
    {
        using var folder = new TemporaryFolder();
        var huge = folder.Join("weights.safetensors");
        File.WriteAllBytes(huge, new byte[(1 << 20) + 1]);

        Assert.That(() => ExperimentReader.Read("no/such.yaml", []), Throws.TypeOf<UserException>().With.Message.EqualTo($"no/such.yaml does not exist ({Path.GetFullPath("no/such.yaml")})."));
        Assert.That(() => ExperimentReader.Read(folder.Path, []), Throws.TypeOf<UserException>().With.Message.EqualTo($"{folder.Path} is a folder."));
        Assert.That(() => ExperimentReader.Read(huge, []), Throws.TypeOf<UserException>().With.Message.EqualTo($"{huge} has 1048577 bytes, too many for a configuration."));
        if (File.Exists("/dev/zero"))
        {
            Assert.That(() => ExperimentReader.Read("/dev/zero", []), Throws.TypeOf<UserException>().With.Message.EqualTo("/dev/zero has more than 1048576 bytes, too many for a configuration."));
        }

        Assert.That(() => ExperimentReader.Read("", []), Throws.TypeOf<UserException>());
        Assert.That(() => ExperimentReader.Read("a\0b", []), Throws.TypeOf<UserException>());
    }
}
