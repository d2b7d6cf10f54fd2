using AsynDGAN.Core.Configuration.Keys;
using AsynDGAN.Core.Configuration.Reading;
using AsynDGAN.Core.Configuration.Rules;

namespace AsynDGAN.Tests.Configuration.Rules;

public class ExperimentRulesTests
{
    [Test]
    public void Every_rule_names_keys_that_exist()
    {
        var paths = ExperimentKeys.All.Select(k => k.Path).ToHashSet();
        Assert.That(ExperimentRules.All.SelectMany(r => r.Keys).Where(k => !paths.Contains(k)), Is.Empty);
    }

    [TestCase("name: a/b", "name (line 1): a/b cannot name the run's folder; use up to 100 letters (a to z), digits, . _ and -, no dot at either end")]
    [TestCase("name: .hidden", "name (line 1): \".hidden\" cannot name the run's folder; use up to 100 letters (a to z), digits, . _ and -, no dot at either end")]
    [TestCase("name: ..", "name (line 1): \"..\" cannot name the run's folder; use up to 100 letters (a to z), digits, . _ and -, no dot at either end")]
    [TestCase("name: 'a '", "name (line 1): \"a \" cannot name the run's folder; use up to 100 letters (a to z), digits, . _ and -, no dot at either end")]
    [TestCase("device: gpu", "device (line 1): gpu is not one of auto, cpu, cuda, cuda:<n> (such as cuda:1)")]
    [TestCase("device: cuda:-1", "device (line 1): \"cuda:-1\" is not one of auto, cpu, cuda, cuda:<n> (such as cuda:1)")]
    [TestCase("data: { source: lgg-mri }", "data.root: needed for source: lgg-mri; set it to the folder of the files, or to the manifest")]
    [TestCase("data: { source: manifest, root: '' }", "data.root (line 1): needed for source: manifest; set it to the folder of the files, or to the manifest")]
    [TestCase("data: { normalise: { low: 50, high: 50 } }", "data.normalise.low (line 1): 50 is not below data.normalise.high, 50")]
    [TestCase("data: { conditions: [] }", "data.conditions (line 1): empty; name at least one channel, such as [tumour]")]
    [TestCase("data: { conditions: [head, tumour, head] }", "data.conditions (line 1): [head, tumour, head] names a channel twice")]
    [TestCase("data: { conditions: [tumour, classes], source: brats, root: b }", "data.conditions (line 1): tumour and classes say the same twice; use one of them")]
    [TestCase("data: { conditions: [classes] }", "data.conditions (line 1): classes needs source: manifest, brats or hdf5; the masks of phantom have one class, which is tumour")]
    [TestCase("data: { conditions: [classes], source: manifest, root: m.csv }", "data.conditions (line 1): classes takes a channel for each of data.mask_values, 1 to 7 for source: manifest; [] has 0")]
    [TestCase("data: { conditions: [classes], source: manifest, root: m.csv, mask_values: [1, 2, 1] }", "data.conditions (line 1): classes takes a channel for each of data.mask_values; [1, 2, 1] names a value twice")]
    [TestCase("data: { channels: [red, blue, red] }", "data.channels (line 1): [red, blue, red] names a channel twice")]
    [TestCase("data: { channel_names: [a] }", "data.channel_names (line 1): only for source: manifest; the channels of phantom have their names")]
    [TestCase("data: { source: manifest, root: m.csv, channel_names: [a, a] }", "data.channel_names (line 1): [a, a] names a channel twice, or not at all")]
    [TestCase("data: { grades: [hgg] }", "data.grades (line 1): [hgg] is not a list of HGG, LGG or both")]
    [TestCase("data: { grades: [] }", "data.grades (line 1): [] is not a list of HGG, LGG or both")]
    [TestCase("data: { encoding: utf-9 }", "data.encoding (line 1): utf-9 is no encoding that is known here; use utf-8, windows-1252, latin-1 or utf-16")]
    [TestCase("data: { encoding: utf-7 }", "data.encoding (line 1): utf-7 is no encoding that is known here; use utf-8, windows-1252, latin-1 or utf-16")]
    [TestCase("data: { mask_values: [2] }", "data.mask_values (line 1): only for masks that are pictures (source: lgg-mri, manifest or dsb2018); source is phantom")]
    [TestCase("data: { cache: c }", "data.cache (line 1): only for data that are read from files; source: phantom generates them")]
    [TestCase("data: { source: lgg-mri, root: r, cache: '' }", "data.cache (line 1): empty; name a folder, or leave it out")]
    [TestCase("data: { source: lgg-mri, root: r, cache: ' ' }", "data.cache (line 1): empty; name a folder, or leave it out")]
    [TestCase("data: { source: hdf5, root: r, conditions: [nuclei], patch: { size: 64 }, cases: '' }\nsynthesis: { masks: rearranged }", "data.cases (line 1): empty; name a table such as configs/multi-organ-cases.csv, or leave it out")]
    [TestCase("data: { source: hdf5, root: r, cases: c }", "data.cases (line 1): only for source: multi-organ, and hdf5 with nuclei; source is hdf5")]
    [TestCase("data: { source: hdf5, root: r, conditions: [boundary] }", "data.conditions (line 1): [boundary] does not suit source: hdf5; nuclei and boundary are for multi-organ, dsb2018 and hdf5, the others for the other sources and hdf5, and the two kinds do not mix")]
    [TestCase("data: { cases: c }", "data.cases (line 1): only for source: multi-organ, and hdf5 with nuclei; source is phantom")]
    [TestCase("data: { source: multi-organ, root: r, conditions: [nuclei], patch: { size: 64 } }\nsynthesis: { masks: rearranged }", "data.cases: needed for source: multi-organ; set it to a table such as configs/multi-organ-cases.csv")]
    [TestCase("data: { source: dsb2018, root: r, conditions: [nuclei] }\nsynthesis: { masks: rearranged }", "data.patch.size: needed for source: dsb2018; set it to 64, what the networks see")]
    [TestCase("data: { source: dsb2018, root: r, conditions: [nuclei], patch: { size: 72 } }\nsynthesis: { masks: rearranged }", "data.patch.size (line 1): 72 is not what the networks see, 64 (data.augment.load_size, or data.image_size without it); make them equal")]
    [TestCase("data: { patch: { size: 64 } }", "data.patch.size (line 1): only for nuclei (source: multi-organ or dsb2018, or hdf5 with the condition nuclei) and source: manifest; source is phantom")]
    [TestCase("data: { source: manifest, root: m.csv, patch: { size: 128 } }", "data.patch.size (line 1): 128 is not what the networks see, 64 (data.augment.load_size, or data.image_size without it); make them equal")]
    [TestCase("data: { source: manifest, root: m.csv, crop: head, patch: { size: 64 } }", "data.crop (line 1): patches are cut from whole pictures, not from what is round the head; use none, or leave data.patch.size out")]
    [TestCase("data: { source: dsb2018, root: r, conditions: [nuclei], patch: { size: 64, stride: 65 } }\nsynthesis: { masks: rearranged }", "data.patch.stride (line 1): 65 is above data.patch.size, so that pixels between patches would never be seen")]
    [TestCase("data: { source: manifest, root: m.csv, patch: { stride: 16 } }", "data.patch.stride (line 1): only with data.patch.size; set it, or leave this out")]
    [TestCase("data: { source: dsb2018, root: r, conditions: [nuclei], crop: head, patch: { size: 64 } }\nsynthesis: { masks: rearranged }", "data.crop (line 1): there is no head in source: dsb2018; use none")]
    [TestCase("data: { source: dsb2018, root: r, conditions: [nuclei, head], patch: { size: 64 } }\nsynthesis: { masks: rearranged }", "data.conditions (line 1): [nuclei, head] does not suit source: dsb2018; nuclei and boundary are for multi-organ, dsb2018 and hdf5, the others for the other sources and hdf5, and the two kinds do not mix")]
    [TestCase("data: { conditions: [nuclei] }", "data.conditions (line 1): [nuclei] does not suit source: phantom; nuclei and boundary are for multi-organ, dsb2018 and hdf5, the others for the other sources and hdf5, and the two kinds do not mix")]
    [TestCase("data: { source: dsb2018, root: r, conditions: [nuclei], patch: { size: 64 }, colour: { method: reinhard, target: [1, 2] } }\nsynthesis: { masks: rearranged }", "data.colour.target (line 1): 2 numbers; for method: reinhard give six, the means of L, a and b and then their deviations")]
    [TestCase("data: { source: dsb2018, root: r, conditions: [nuclei], patch: { size: 64 }, colour: { method: reinhard, target: [1, 2, 3, 4, 5, -6] } }\nsynthesis: { masks: rearranged }", "data.colour.target (line 1): the last three are deviations, which are not negative")]
    [TestCase("data: { colour: { method: reinhard, target: [1, 2, 3, 4, 5, 6] } }", "data.colour.method (line 1): only for nuclei (source: multi-organ or dsb2018, or hdf5 with the condition nuclei); source is phantom")]
    [TestCase("data: { colour: { target: [1] } }", "data.colour.target (line 1): only for method: reinhard")]
    [TestCase("data: { augment: { load_size: 63 } }", "data.augment.load_size (line 1): 63 is below data.image_size, 64, which is cropped from it")]
    [TestCase("data: { split: file }", "data.split_file: needed for split: file; set it to a CSV with the columns patient and part")]
    [TestCase("data: { split_file: s.csv }", "data.split_file (line 1): only for split: file; split is seed")]
    [TestCase("data: { test_fraction: 0.5, validation_fraction: 0.5 }", "data.validation_fraction (line 1): 0.5 and data.test_fraction, 0.5, leave no patient to train on; their sum must be below 1")]
    [TestCase("data: { image_size: 32 }\nsegmentation: { depth: 6, batch_size: 1 }", "segmentation.depth (line 2): 6 leaves one pixel of 32x32 at the lowest level, and norm: batch has one value a channel there; use a depth of at most 5, larger images, a segmentation.batch_size above 1 or norm: none")]
    [TestCase("data: { image_size: 100 }\nsegmentation: { depth: 8, batch_size: 1 }", "segmentation.depth (line 2): 8 leaves one pixel of 100x100 at the lowest level, and norm: batch has one value a channel there; use a depth of at most 7, larger images, a segmentation.batch_size above 1 or norm: none")]
    [TestCase("segmentation: { depth: 7, norm: instance }", "segmentation.depth (line 1): 7 leaves one pixel of 64x64 at the lowest level, and norm: instance has one value a channel there; use a depth of at most 6, larger images or norm: none")]
    [TestCase("sites: { by: ' ' }", "sites.by (line 1): empty; use institution, tumour-size, random or another attribute of the source")]
    [TestCase("sites: { by: random }", "sites.count: needed for by: random; set it to the number of sites")]
    [TestCase("sites: { by: tumour-size, count: null }", "sites.count (line 1): needed for by: tumour-size; set it to the number of sites")]
    [TestCase("sites: { count: 3 }", "sites.count (line 1): only for by: tumour-size and by: random; by is institution")]
    [TestCase("sites: { merge: { A: A } }", "sites.merge (line 1): A is merged into itself; leave it out")]
    [TestCase("sites: { merge: { A: B, B: C } }", "sites.merge (line 1): A is merged into B, which is merged into C; name the last site for both")]
    [TestCase("sites: { mode: single }", "sites.only: needed for mode: single; set it to the site's name")]
    [TestCase("sites: { only: CS }", "sites.only (line 1): only for mode: single; mode is distributed")]
    [TestCase("sites: { mode: pooled, only: CS }", "sites.only (line 1): only for mode: single; mode is pooled")]
    [TestCase("sites: { mode: single, only: A, without: [B] }", "sites.without (line 1): not together with sites.only, which sees one site anyway; leave one of them out")]
    [TestCase("sites: { without: [A, B, A] }", "sites.without (line 1): names A twice; name each site once")]
    [TestCase("sites: { key_file: '' }", "sites.key_file (line 1): empty; name a file, or leave it out")]
    [TestCase("sites: { without: [' '] }", "sites.without (line 1): an empty name; name sites, such as [CS]")]
    [TestCase("data: { source: gaussian }\ngenerator: { network: mlp, noise_channels: 1, norm: none }\ndiscriminator: { network: mlp, norm: none }\nloss: { reconstruction: none }\nsites: { without: [component-1] }", "sites.without (line 5): for images; of source: gaussian, leave a component out of data.gaussian.components")]
    [TestCase("data: { image_size: 50 }", "data.image_size (line 1): 50 does not suit generator.network resnet, which takes multiples of 4 from 8: 48 or 52 are the nearest")]
    [TestCase("generator: { network: unet128 }", "data.image_size: 64 does not suit generator.network unet128, which takes multiples of 128 from 128: 128 is the nearest")]
    [TestCase("data: { image_size: 20 }", "data.image_size (line 1): 20 is too small for discriminator.network patch with discriminator.layers 3, which takes 24 or more; take fewer layers or larger images")]
    [TestCase("loss: { gan: wgan-gp }\ndiscriminator: { norm: batch }", "discriminator.norm (line 2): batch does not go with loss.gan: wgan-gp, whose penalty is on each image alone; use instance or none")]
    [TestCase("discriminator: { network: pixel, spectral_norm: true }", "discriminator.spectral_norm (line 1): only for network: patch; network is pixel")]
    [TestCase("discriminator: { spectral_norm: true, init_gain: 0 }", "discriminator.init_gain (line 1): 0 does not go with spectral_norm, which divides weights by their largest singular value; set it to 1.0E-08 or more")]
    [TestCase("data: { fold: { of: 2, leave: 3 } }", "data.fold.leave (line 1): 3 is above data.fold.of, 2; name the fold that is left out, 1 to 2")]
    [TestCase("data: { fold: { leave: 2 } }", "data.fold.leave (line 1): 2 is no fold where data.fold.of is 1; set data.fold.of to the number of folds, such as 2")]
    [TestCase("data: { fold: { of: 0 } }", "data.fold.of (line 1): 0 is not a whole number from 1 to 100")]
    [TestCase("synthesis: { conditions: left-out }", "synthesis.conditions (line 1): left-out needs data.fold.of above 1: without folds no training patient is left out")]
    [TestCase("synthesis: { per_mask: 2 }", "synthesis.per_mask (line 1): 2 images of one mask would be copies; give generator.noise_channels, synthesis.dropout or synthesis.deform, or set it to 1")]
    [TestCase("synthesis: { dropout: true }", "synthesis.dropout (line 1): needs generator.dropout above 0")]
    [TestCase("synthesis: { masks: rearranged }", "synthesis.masks (line 1): rearranged is for sources of nuclei; source is phantom")]
    [TestCase("data: { source: dsb2018, root: r, conditions: [nuclei], patch: { size: 64 } }", "synthesis.masks: train has no heads to place other masks in; use rearranged, or set synthesis.mix_masks to 0")]
    [TestCase("data: { source: dsb2018, root: r, conditions: [nuclei], patch: { size: 64 } }\nsynthesis: { masks: rearranged, deform: 0.5 }", "synthesis.masks (line 2): masks of nuclei are not deformed, which would tear their boundaries; set synthesis.deform to 0")]
    [TestCase("data: { source: dsb2018, root: r, conditions: [nuclei], patch: { size: 64 } }\nsynthesis: { masks: rearranged, placement: site-tumours }", "synthesis.placement (line 2): site-tumours is for objects in a head or another ground, not for sources of nuclei; set it to kept")]
    [TestCase("segmentation: { classes: ternary }", "segmentation.classes (line 1): ternary is for sources of nuclei; source is phantom")]
    [TestCase("segmentation: { seeds: [] }", "segmentation.seeds (line 1): [] is not a list of one or more different numbers")]
    [TestCase("segmentation: { seeds: [1, 2, 1] }", "segmentation.seeds (line 1): [1, 2, 1] is not a list of one or more different numbers")]
    [TestCase("segmentation: { steps: 3 }", "segmentation.fedavg.rounds: 20 rounds need at least as many segmentation.steps (3)")]
    [TestCase("data: { gaussian: { components: [] } }", "data.gaussian.components (line 1): 0 components; name 1 to 1000, each with mean and second number, such as [[-3, 2], [1, 1]]")]
    [TestCase("data: { gaussian: { components: [[1, 2], [3, 0]] } }", "data.gaussian.components (line 1): [3, 0] is not a mean and a second number above 0, such as [-3, 2]")]
    [TestCase("data: { gaussian: { components: [[1, 2, 3]] } }", "data.gaussian.components (line 1): [1, 2, 3] is not a mean and a second number above 0, such as [-3, 2]")]
    [TestCase("data: { gaussian: { components: [[5, 1e-310]] } }", "data.gaussian.components (line 1): [5, 1.0E-310] has the deviation 1.0E-310, too small for points in float32 and their histogram; give 0.001 or more at this mean")]
    [TestCase("data: { gaussian: { components: [[1, 2], [-1000, 0.009]] } }", "data.gaussian.components (line 1): [-1000, 0.009] has the deviation 0.009, too small for points in float32 and their histogram; give 0.01 or more at this mean")]
    [TestCase("data: { gaussian: { components: [[5, 1e-8]], second: variance } }", "data.gaussian.components (line 1): [5, 1.0E-08] has the deviation 0.0001, too small for points in float32 and their histogram; give 0.001 or more at this mean")]
    [TestCase("data: { gaussian: { ring: 2, weights: [1e308, 1e308] } }", "data.gaussian.weights (line 1): the sum of [1.0E+308, 1.0E+308] is too large for a number; give smaller ones, in any unit")]
    [TestCase("data: { gaussian: { weights: [1, 2] } }", "data.gaussian.weights (line 1): [1, 2] is not one number above 0 for each of 3 components; leave it empty for equal shares")]
    [TestCase("data: { gaussian: { ring: 2, weights: [1, 0] } }", "data.gaussian.weights (line 1): [1, 0] is not one number above 0 for each of 2 components; leave it empty for equal shares")]
    [TestCase("discriminator: { network: mlp, norm: none }", "discriminator.network (line 1): mlp takes points, and data.source: phantom has images; set it to another")]
    [TestCase("generator: { network: mlp, norm: none }", "generator.network (line 1): mlp takes points, and data.source: phantom has images; set it to another")]
    [TestCase("training: { epochs: 0, decay_epochs: 0 }", "training.epochs (line 1): 0, as is training.decay_epochs, so that nothing is trained; set one of them, or training.steps")]
    public void What_does_not_go_together_is_refused(string text, string expected)
    {
        Assert.That(Refused.Line(text), Is.EqualTo(expected));
    }

    private const string Gaussian = "data: { source: gaussian }\ngenerator: { network: mlp, norm: none, noise_channels: 1 }\n"
        + "discriminator: { network: mlp, norm: none }\nloss: { reconstruction: none }";

    [TestCase("generator.network=resnet", "generator.network (--set): resnet takes images, and data.source: gaussian has points; set it to mlp")]
    [TestCase("discriminator.network=patch", "discriminator.network (--set): patch takes images, and data.source: gaussian has points; set it to mlp")]
    [TestCase("generator.norm=batch", "generator.norm (--set): batch is nothing that network: mlp has; set it to none")]
    [TestCase("generator.upsampling=resize", "generator.upsampling (--set): resize is nothing that network: mlp has; set it to transposed")]
    [TestCase("generator.dropout=0.5", "generator.dropout (--set): 0.5 is nothing that network: mlp has; set it to 0")]
    [TestCase("discriminator.norm=instance", "discriminator.norm (--set): instance is nothing that network: mlp has; set it to none")]
    [TestCase("discriminator.augment=diff", "discriminator.augment (--set): diff is nothing that network: mlp has; set it to none")]
    [TestCase("discriminator.spectral_norm=true", "discriminator.spectral_norm (--set): only for network: patch; network is mlp")]
    [TestCase("generator.noise_channels=0", "generator.noise_channels (--set): 0, so that data.source: gaussian would be drawn as one point a component; set it to 1 or more")]
    [TestCase("loss.reconstruction=l1", "loss.reconstruction (--set): l1 would pull every point of data.source: gaussian to its component's median; set it to none")]
    [TestCase("loss.lambda_perceptual=2", "loss.lambda_perceptual (--set): 2 weighs a distance of images, and data.source: gaussian has points; set it to 0")]
    [TestCase("sites.by=scanner", "sites.by (--set): leave it out for data.source: gaussian, where every component is a site")]
    [TestCase("sites.merge={A: B}", "sites.merge (--set): leave it out for data.source: gaussian, where every component is a site")]
    [TestCase("sites.in_condition=true", "sites.in_condition (--set): points name their component by data.gaussian.condition: label, a channel each; leave it out")]
    [TestCase("data.crop=head", "data.crop (--set): head says something of images, and data.source: gaussian has points; leave it out")]
    [TestCase("data.image_size=32", "data.image_size (--set): 32 says something of images, and data.source: gaussian has points; leave it out")]
    [TestCase("data.normalise.by=slice", "data.normalise.by (--set): slice says something of images, and data.source: gaussian has points; leave it out")]
    [TestCase("data.fold.of=2", "data.fold.of (--set): 2 says something of images, and data.source: gaussian has points; leave it out")]
    [TestCase("synthesis.deform=0.5", "synthesis.deform (--set): 0.5 says something of images, and data.source: gaussian has points; leave it out")]
    public void What_is_for_images_is_refused_for_points(string set, string expected) =>
        Assert.That(Refused.Line(Gaussian, set), Is.EqualTo(expected));

    [TestCase("data.gaussian.ring=50")]
    [TestCase("loss={reconstruction: l1, lambda_l1: 0}")]
    [TestCase("data.gaussian={condition: withheld, weights: [6, 3, 1], second: variance}")]
    [TestCase("synthesis.per_mask=3")]
    [TestCase("sites.mode=pooled")]
    [TestCase("loss.gan=wgan-gp")]
    public void What_points_have_is_read(string set) =>
        Assert.That(() => ExperimentReader.Parse(Gaussian, "x.yaml", [set]), Throws.Nothing);

    [TestCase("name: a-b_c.1")]
    [TestCase("device: cpu")]
    [TestCase("device: cuda")]
    [TestCase("device: cuda:12")]
    [TestCase("data: { root: unused-by-phantom }")]
    [TestCase("data: { conditions: [outline, head] }")]
    [TestCase("data: { augment: { load_size: 64 } }")]
    [TestCase("data: { split: file, split_file: s.csv, test_fraction: 0.9, validation_fraction: 0.9 }")]
    [TestCase("data: { test_count: 3, test_fraction: 0.9, validation_fraction: 0.9 }")]
    [TestCase("sites: { by: scanner }")]
    [TestCase("sites: { by: tumour-size, count: 10 }")]
    [TestCase("sites: { merge: { A: C, B: C } }")]
    [TestCase("sites: { mode: single, only: CS }")]
    [TestCase("data: { image_size: 20 }\ndiscriminator: { network: pixel }")]
    [TestCase("data: { image_size: 256 }\ngenerator: { network: unet256 }")]
    [TestCase("loss: { gan: wgan-gp }\ngenerator: { norm: batch }")]
    [TestCase("discriminator: { spectral_norm: true, norm: batch }")]
    [TestCase("training: { epochs: 0, decay_epochs: 0, steps: 1 }")]
    [TestCase("training: { epochs: 0 }")]
    public void What_goes_together_is_read(string text)
    {
        Assert.That(() => ExperimentReader.Parse(text, "x.yaml", []), Throws.Nothing);
    }

    [TestCase("my config (1).yaml", "my-config--1-")]
    [TestCase("Häuser.yaml", "H-user")]
    [TestCase(".yaml", "run")]
    [TestCase("lgg.small.yaml", "lgg.small")]
    public void A_name_that_comes_from_the_file_can_name_a_folder_whatever_the_file_is_called(string file, string name)
    {
        Assert.That(ExperimentReader.Parse("seed: 1", Path.Combine("configs", file), []).Name, Is.EqualTo(name));
        Assert.That(ExperimentReader.Parse("seed: 1", new string('x', 150) + ".yaml", []).Name, Is.EqualTo(new string('x', 100)));
    }
}
