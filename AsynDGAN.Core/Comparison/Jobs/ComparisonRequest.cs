using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Configuration.Reading;

namespace AsynDGAN.Core.Comparison.Jobs;

/// <summary>What <c>asyndgan compare</c> was asked for.</summary>
/// <param name="Config">The configuration's file.</param>
/// <param name="Overrides">Changes to it, <c>key=value</c>.</param>
/// <param name="Folder">Where everything goes.</param>
public sealed record ComparisonRequest(string Config, IReadOnlyList<string> Overrides, string Folder)
{
    /// <summary>The folder of a configuration's comparison where none is named.</summary>
    /// <param name="name">The configuration's.</param>
    public static string UsualFolder(string name) => Path.Combine("runs", $"compare-{name}");

    /// <summary>What the configuration's file said at the beginning, which holds whatever is edited there meanwhile; null: the file is read wherever it is asked.</summary>
    public string? Text { get; init; }

    /// <summary>The file that the parts are given: of a text its copy in the comparison's folder, by the same name, which a run may be called by.</summary>
    public string ConfigOfParts => Text is null ? Config : Path.Combine(Folder, "configuration", Path.GetFileName(Config));

    /// <summary>The configuration with changes.</summary>
    /// <param name="overrides">All of them, <c>key=value</c>, in order.</param>
    /// <exception cref="UserException">The configuration or a change is at fault.</exception>
    public Experiment Read(IReadOnlyList<string> overrides) => ExperimentReader.Parse(Text ?? ExperimentReader.Load(Config), Config, overrides);

    /// <summary>Splits of the patients; empty: the configuration's.</summary>
    public IReadOnlyList<int> Splits { get; init; } = [];

    /// <summary>Seeds of the segmentation, or of the GANs where the data are points; empty: the configuration's.</summary>
    public IReadOnlyList<int> Seeds { get; init; } = [];

    /// <summary>Whether every site trains a GAN of its own, too, whose sets are joined.</summary>
    public bool Union { get; init; }

    /// <summary>Folds of the training patients, each of which a run leaves out whose sets are joined, too; null: none.</summary>
    public int? Folds { get; init; }

    /// <summary>Whether networks are trained without each site, too, and tested on its patients.</summary>
    public bool LeaveOneSiteOut { get; init; }

    /// <summary>Whose patients are tested on; null: the test part, where there are parts.</summary>
    public DataPart? Part { get; init; }

    /// <summary>The rows, as <c>eval-seg --train-on</c> names them; empty: all.</summary>
    public IReadOnlyList<string> TrainOn { get; init; } = [];

    /// <summary>Whether generators that are not told the component are compared, too.</summary>
    public bool Withheld { get; init; }

    /// <summary>Numbers of components that are compared, on the line and on a ring.</summary>
    public IReadOnlyList<int> Growth { get; init; } = [];
}
