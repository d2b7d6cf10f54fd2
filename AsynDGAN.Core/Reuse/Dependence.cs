using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Configuration.Keys;

namespace AsynDGAN.Core.Reuse;

/// <summary>
/// The keys of the configuration that a kind of stored thing depends on: the one place that says so. Files that a key names
/// count by their contents, which the thing's maker adds.
/// </summary>
public sealed class Dependence
{
    /// <summary>
    /// Keys that no result depends on: names, places, where and how it is computed, what is written on the way. (The secret of
    /// sites.key_file decides numbers alone; it is no part of an identity, since sets are given away with theirs. An honest centre asks no
    /// question twice, so sites.questions changes nothing of a training.)
    /// </summary>
    private static readonly string[] Free =
    [
        "name", "device", "data.root", "data.resident", "data.cache", "data.on_error", "data.split_file", "data.cases", "sites.key_file", "sites.questions",
        "loss.perceptual_weights", "training.record", "training.log_every", "training.checkpoint_every", "training.samples_every", "training.tensorboard", "segmentation.seeds",
    ];

    /// <summary>Keys of data that are a run's alone: what is compared on them is all training patients' images, as they are.</summary>
    private static readonly string[] OfARun = ["data.augment.", "data.fold."];

    /// <summary>The key of the precision. Where it is auto the device decides between float32 and tf32, and no identity depends on the device.</summary>
    internal const string Precision = "training.precision";

    /// <summary>Keys of a run's length, which may change between a run and its continuation while the learning rate has not begun to fall.</summary>
    public static readonly IReadOnlyList<string> Length = ["training.epochs", "training.decay_epochs", "training.steps"];

    /// <summary>A trained run, of which a checkpoint is a part.</summary>
    public static readonly Dependence Run = new("seed", "data.", "sites.", "generator.", "discriminator.", "loss.", "boundary.", "training.");

    /// <summary>Runs on points that repeat one another with other seeds; rows tell mixtures apart by themselves, however their keys are written.</summary>
    public static readonly Dependence Repetition = new(Run.sections)
    {
        Except = ["seed", "data.gaussian.components", "data.gaussian.second", "data.gaussian.weights", "data.gaussian.ring"],
    };

    /// <summary>What a run and those who draw from it must share.</summary>
    public static readonly Dependence Generator = new("seed", "data.", "sites.", "generator.");

    /// <summary>A synthetic set; its generator's weights stand for how they came about.</summary>
    public static readonly Dependence SyntheticSet = new("seed", "data.", "sites.", "generator.", "synthesis.", "boundary.element_type", Precision, "training.batch_size");

    /// <summary>The data of a comparison. Runs that are compared share them; how they augmented and which fold they left out does not matter.</summary>
    public static readonly Dependence ComparedData = new("data.") { Except = OfARun };

    /// <summary>The key of how many images rows are trained on. A row depends on the number that it comes to, which its maker adds under this name.</summary>
    internal const string RowCut = "segmentation.images";

    /// <summary>A row of a comparison. Sites are cut by the keys that say how; the run's mode is not the comparison's.</summary>
    public static readonly Dependence Row = new("data.", "sites.by", "sites.count", "sites.merge", "sites.without", "segmentation.", Precision) { Except = [.. OfARun, RowCut] };

    /// <summary>A comparison's folder, whose rows may be of several splits.</summary>
    public static readonly Dependence Comparison = new(Row.sections) { Except = [.. OfARun, "data.split_seed"] };

    /// <summary>A case as it is prepared, whatever is then made of it.</summary>
    public static readonly Dependence PreparedCase = new(
        "data.source", "data.channels", "data.channel_names", "data.mask_values", "data.image_size", "data.crop", "data.normalise.", "data.colour.", "data.patch.", "data.on_geometry");

    private readonly string[] sections;

    private Dependence(params string[] sections) => this.sections = sections;

    private string[] Except { get; init; } = [];

    /// <summary>Whether a key counts.</summary>
    public bool On(string key) =>
        sections.Any(section => Within(key, section)) && !Except.Any(section => Within(key, section)) && !Free.Contains(key);

    /// <summary>The identity's parts that the configuration gives.</summary>
    public Identity Of(Experiment experiment)
    {
        var keys = new Identity(ExperimentKeys.Values(experiment).Where(value => On(value.Key)).ToDictionary());

        // Earlier versions counted in all of a patch, and may have kept others: what they stored does not have this part.
        return On("data.patch.size") && experiment.Data.Patch.Size > experiment.Data.ImageSize ? keys.With((Identity.MaskPixels, "in the middle")) : keys;
    }

    /// <summary>The keys that no result depends on.</summary>
    public static string FreeKeys => string.Join(", ", Free);

    private static bool Within(string key, string section) =>
        section.EndsWith('.') ? key.StartsWith(section, StringComparison.Ordinal) : key == section;
}
