using System.Text.Json;
using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Configuration.Keys;
using AsynDGAN.Core.Configuration.Reading;
using AsynDGAN.Core.Data.Sources;
using AsynDGAN.Core.Networks.Convolutions;
using AsynDGAN.Core.Networks.WeightFiles;
using AsynDGAN.Core.Runs;
using static TorchSharp.torch;

namespace AsynDGAN.Core.Segmentation;

/// <summary>
/// A trained segmentation network with what it takes to use it elsewhere: its weights in safetensors, and in the file's
/// metadata the configuration (network and preparation of the images), the number and the names of image channels, whether the
/// images are volumes, and the fingerprint of the data that it was trained beside.
/// </summary>
/// <param name="Network">From images [n, channels, height, width] in [-1, 1] to logits [n, 1, height, width], or one a class of <see cref="TernaryLabels"/>.</param>
/// <param name="Experiment">The configuration that it was trained with.</param>
/// <param name="ImageChannels">Channels of its images.</param>
/// <param name="Data">Fingerprint of the data set from which training and held-out patients came.</param>
public sealed record SegmentationModel(nn.Module<Tensor, Tensor> Network, Experiment Experiment, int ImageChannels, string Data) : IDisposable
{
    private const string Configuration = "configuration", Count = "image_channels", Fingerprint = "data", Parts = "identity", Names = "channels", Kind = "images", Decoded = "training_contents";

    private const string Volumes = "volumes", Pictures = "pictures";

    /// <summary>Whether its images are slices of volumes, else pictures.</summary>
    public bool TakesVolumes { get; init; }

    /// <summary>The channels of its images.</summary>
    public ChannelSet Channels => ChannelSet.Of(Experiment.Data, ImageChannels);

    /// <summary>What it was trained on and with, part by part; null where nothing tells.</summary>
    public IReadOnlyDictionary<string, string>? Identity { get; init; }

    /// <summary>
    /// Digests (<see cref="Core.Data.Batches.SampleSet.Decoded(int)"/>) of the real images that it was trained on, and those that the generators of its drawings
    /// were; of all training images of its comparison, or null, where an earlier version saved it.
    /// </summary>
    public IReadOnlySet<string>? TrainingImages { get; init; }

    /// <summary>Whether these are of images as they were prepared (<see cref="Core.Data.Batches.SampleSet.Content"/>), as earlier versions kept them.</summary>
    public bool KnowsPreparedImages { get; init; }

    /// <summary>Writes the file whole or not at all.</summary>
    /// <exception cref="UserException">Training has made values infinite or no numbers; nothing is written.</exception>
    public void Save(string path)
    {
        if (WeightFile.FirstNotFinite(Network) is { } broken)
        {
            throw new UserException(
                $"{path} is not written: values of the trained network are infinite or no numbers, in {broken}.", "Lower segmentation.learning_rate.");
        }

        WeightFile.Save(Network, path, new Dictionary<string, string>
        {
            [Configuration] = ExperimentWriter.Write(Experiment),
            [Count] = ImageChannels.ToString(),
            [Names] = string.Join(", ", Channels.Wanted),
            [Kind] = TakesVolumes ? Volumes : Pictures,
            [Fingerprint] = Data,
            [Parts] = JsonSerializer.Serialize(Identity),
            [KnowsPreparedImages ? Prepared(Experiment) : Decoded] = string.Join(' ', TrainingImages ?? new HashSet<string>()),
        });
    }

    /// <summary>Reads a file; the network is on the CPU, in evaluation mode.</summary>
    /// <exception cref="UserException">The file is damaged, or is no segmentation network's.</exception>
    public static SegmentationModel Load(string path)
    {
        const string Hint = "Name a network of eval-seg: a .safetensors file under networks/ in a comparison's folder.";
        GivenPath.CheckFile("--model", path, Hint);
        if (Path.GetExtension(path) == ".json")
        {
            var weights = Path.ChangeExtension(path, ".safetensors");
            throw new UserException($"--model: {path} is the record of a network, not its weights", File.Exists(weights) ? $"Name {weights}, beside it." : $"{Path.GetFileName(weights)} is not beside it, as of a row without a network. {Hint}");
        }

        using var scope = NewDisposeScope();
        var file = SafetensorsFile.Read(path);
        var metadata = file.Metadata;
        if (!metadata.TryGetValue(Configuration, out var text) || !metadata.TryGetValue(Fingerprint, out var data)
            || !int.TryParse(metadata.GetValueOrDefault(Count), out var channels) || channels < 1)
        {
            throw new UserException(
                $"{path} does not say which segmentation network it holds.", Hint + " One of a version without such records is trained anew by: asyndgan eval-seg --overwrite.");
        }

        var experiment = ExperimentReader.Parse(text, path, []);
        var network = SegmentationTrainer.NewNetwork(experiment.Segmentation, channels, seed: 1);
        WeightFile.Overwrite(network.state_dict(), file, path);
        network.eval();
        return new SegmentationModel(network, experiment, channels, data)
        {
            Identity = IdentityOf(path, metadata.GetValueOrDefault(Parts)),
            TrainingImages = metadata.GetValueOrDefault(metadata.ContainsKey(Decoded) ? Decoded : Prepared(experiment))?.Split(' ').ToHashSet(),
            KnowsPreparedImages = !metadata.ContainsKey(Decoded),

            // Before volumes could be listed in manifests the source said which they are.
            TakesVolumes = metadata.TryGetValue(Kind, out var kind) ? kind == Volumes : experiment.Data.Source is DataSource.Brats or DataSource.Hdf5 && !experiment.Data.HasNuclei(),
        };
    }

    // Earlier versions kept digests of patches under the first name, which say nothing of whole pictures.
    private static string Prepared(Experiment experiment) => experiment.Data.Patch.Size is null ? "training_images" : "training_pictures";

    private static Dictionary<string, string>? IdentityOf(string path, string? text)
    {
        try
        {
            return text is null ? null : JsonSerializer.Deserialize<Dictionary<string, string>>(text);
        }
        catch (JsonException)
        {
            throw new UserException($"{path} is damaged: what it says of its training cannot be read.", "Copy the file again, or train it anew by: asyndgan eval-seg --overwrite.");
        }
    }

    /// <summary>
    /// Refuses a configuration that tells of another network than this one; that the objects of one that tells single nuclei are taken together
    /// (<c>segmentation.classes: merged</c>), where the data do not tell them, is none.
    /// </summary>
    /// <param name="wanted">By which it is to be used.</param>
    /// <exception cref="UserException">It tells of another.</exception>
    public void RefuseOther(Experiment wanted)
    {
        var own = Experiment.Segmentation;
        var taken = own.Classes == SegmentationClasses.Ternary && !wanted.Data.HasNuclei() ? own with { Classes = SegmentationClasses.Merged } : own;
        var others = ExperimentDifference.Between(wanted with { Segmentation = taken }, wanted);
        if (others.Count > 0)
        {
            throw new UserException(
                string.Join("; ", others.Select(other => $"{other.Key} is the network's own, {other.Old}")), "Leave it out of --set: a saved network is used as it was trained.");
        }
    }

    /// <summary>Says that other channels are taken than it was trained on, or in another order; null where none are, or where nothing names a grey picture's.</summary>
    /// <param name="wanted">By which it is to be used.</param>
    public string? OtherChannels(Experiment wanted)
    {
        var (own, taken) = (Channels, ChannelSet.Of(wanted.Data, ImageChannels));
        return own.AreNamed && taken.AreNamed && !own.Wanted.SequenceEqual(taken.Wanted, StringComparer.OrdinalIgnoreCase)
            ? $"the network was trained on images of {YamlValue.Of(own.Wanted)}, and takes {YamlValue.Of(taken.Wanted)} in their place, in this order (data.channels)."
            : null;
    }

    /// <summary>Makes sure that the machine computes its convolutions rightly.</summary>
    /// <param name="size">Rows and columns of the images that it is given.</param>
    /// <param name="device">Where.</param>
    /// <param name="display">Shows how far it is.</param>
    /// <returns>What came of it, a line.</returns>
    /// <exception cref="UserException">It does not.</exception>
    public string EnsureConvolutions(int size, Device device, IRunDisplay display) => SafeConvolutions.Ensure(
        [new(SegmentationTrainer.NewNetwork(Experiment.Segmentation, ImageChannels, seed: 1), [1, ImageChannels, size, size])], device, display);

    public void Dispose() => Network.Dispose();
}
