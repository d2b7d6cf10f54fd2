using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Configuration.Keys;
using AsynDGAN.Core.Configuration.Reading;
using AsynDGAN.Core.Data;
using AsynDGAN.Core.Data.Sources;
using AsynDGAN.Core.Runs;
using AsynDGAN.Core.Segmentation;
using AsynDGAN.Core.Synthesis;
using TorchSharp;

namespace AsynDGAN.Core.Comparison;

/// <summary>A saved segmentation network on any data set, without training: every case is scored, whatever its part.</summary>
/// <param name="model">The network's file, as a comparison saves it.</param>
/// <param name="data">A manifest, or the root folder of a source.</param>
/// <param name="overrides">Texts <c>a.b=value</c> over the configuration that the network was trained with.</param>
/// <param name="display">What shows the work.</param>
public sealed class ModelEvaluation(string model, string data, IReadOnlyList<string> overrides, IRunDisplay display)
{
    /// <summary>Scores, and writes results.csv, patients.csv, table.csv, table.md, config.yaml and provenance.json.</summary>
    /// <param name="path">Their folder; null: runs/EXPERIMENT/evaluation/NETWORK, by the names of the network's experiment and file.</param>
    /// <param name="overwrite">Whether an evaluation that is there is replaced.</param>
    /// <param name="stop">Asks to stop; nothing is written then.</param>
    /// <returns>The table.</returns>
    /// <exception cref="UserException">Network, data or folder are at fault.</exception>
    /// <exception cref="OperationCanceledException">It was asked to stop.</exception>
    public StudyTables Execute(string? path, bool overwrite, CancellationToken stop = default)
    {
        using var trained = SegmentationModel.Load(model);
        var experiment = Configure(trained.Experiment);
        trained.RefuseOther(experiment);
        var folder = Path.GetFullPath(path ?? RunFolder.At(Path.Combine("runs", experiment.Name)).Evaluation(Path.GetFileNameWithoutExtension(model)));
        using var held = FolderLock.Take(folder);
        Check(folder, overwrite);
        var device = Machine.Settle(experiment, display);
        using var cases = LoadingProgress.Load(display, stop, progress => Dataset.LoadForEvaluation(experiment, device, progress));
        CaseNote.Tell(cases.Notes, display.Say, display.Warn);
        Check(trained, cases);
        SegmentationEvaluator.Check(cases, DataPart.Test, experiment.Data.MinMaskPixels);
        var isOwnSet = IsOwnSet(trained);
        var seen = isOwnSet ? true : WasTrainedOn(trained, experiment, cases);
        if (isOwnSet)
        {
            display.Warn("the network was trained on drawings of this set: its figures here are not those of held-out patients.");
        }
        else if (seen == true)
        {
            display.Warn("the network's training patients are among these: its figures here are not those of held-out patients.");
        }
        else if (seen is null)
        {
            display.Warn(trained.TrainingImages is null
                ? "the network was saved by an earlier version, which did not record its training images: that none of them are among these could not be checked."
                : trained.KnowsPreparedImages
                ? "the network was saved by an earlier version, which knows its training images only where they are prepared alike (data.crop, data.colour, data.channels; under crop: head, with all slices of a patient): that none of them are among these could not be checked."
                : "other channels are read than those that it was trained on: that none of its training images are among these could not be checked.");
        }

        if (trained.OtherChannels(experiment) is { } others)
        {
            display.Warn(others);
        }

        if (trained.Experiment.Data.Colour.Method != ColourMethod.None && experiment.Data.Colour.Method == ColourMethod.None)
        {
            display.Warn($"the network was trained on pictures whose colours were normalised (data.colour), which those of {data} are not: drawings have such colours, other pictures may have none that it knows.");
        }

        if (cases.HoldsVolumes != trained.TakesVolumes)
        {
            display.Warn($"the network was trained on {(trained.TakesVolumes ? "volumes" : "pictures")}, and {data} holds {(cases.HoldsVolumes ? "volumes" : "pictures")}: grey values, and what is normalised together, may be others than it knows.");
        }

        var network = trained.Network.to(device);
        var convolutions = trained.EnsureConvolutions(experiment.Data.ImageSize, device, display);
        display.Say(convolutions);
        var provenance = Provenance.Of(device.ToString(), convolutions, cases.Fingerprint, ExperimentWriter.Write(experiment));
        var name = Path.GetFileNameWithoutExtension(model);
        var scores = SegmentationEvaluator.Score(name, data, Predict, cases.Sites, DataPart.Test, experiment.Data.MinMaskPixels, display);
        return StudyTables.WriteEvaluation(folder, experiment, name, scores, seen == true, cases.LeftOut.Count, provenance with { Ended = DateTime.UtcNow });

        torch.Tensor Predict(torch.Tensor batch)
        {
            stop.ThrowIfCancellationRequested();
            return network.call(batch);
        }
    }

    /// <summary>Whether the data are a synthetic set, or its manifest, that the network was trained on, wherever it lies.</summary>
    private bool IsOwnSet(SegmentationModel trained)
    {
        var folder = File.Exists(data) ? Path.GetDirectoryName(Path.GetFullPath(data))! : data;
        return FolderKind.SyntheticSet.Is(folder) && trained.Identity?.Values.Contains(SyntheticSet.Of(GivenSet.At(folder)).Sha256) == true;
    }

    /// <summary>The network's own preparation of images, on the data named.</summary>
    internal Experiment Configure(Experiment trained)
    {
        var options = !File.Exists(data) || trained.Data.Source == DataSource.Hdf5 ? trained.Data : trained.Data with
        {
            Source = DataSource.Manifest,
            Cache = null,
            Cases = null,
            Channels = trained.Data.Source == DataSource.Manifest ? trained.Data.Channels : [],
            Colour = new ColourOptions(),
            Conditions = [ConditionChannel.Tumour],
        };
        if (options.Source == DataSource.Manifest && trained.Segmentation.Classes == SegmentationClasses.Ternary && !overrides.Any(text => text.StartsWith("segmentation.classes=", StringComparison.Ordinal)))
        {
            throw new UserException(
                $"--data {data} is a manifest, and the network tells single nuclei (segmentation.classes: ternary), which a manifest's masks do not.",
                "Name the root folder of a source of nuclei with --set data.source=SOURCE, or score objects alone by --set segmentation.classes=merged.");
        }

        if (!Path.Exists(data))
        {
            throw new UserException($"--data: {data} does not exist{GivenPath.Resolved(data)}", "Name a manifest (a CSV file), or a source's root folder with --set data.source=SOURCE.");
        }

        // What was drawn for it has no part in scoring.
        var text = ExperimentWriter.Write(trained with { Data = options with { Root = data }, Synthesis = new SynthesisOptions { MixMasks = 0 } });
        var experiment = ExperimentReader.Parse(text, model, overrides);
        return experiment.Data.Source is DataSource.Manifest or DataSource.Phantom && !File.Exists(data)
            ? throw new UserException(
                $"--data {data} is no manifest file, and the network was trained on source: {YamlValue.Of(experiment.Data.Source)}, which reads no folder.",
                "Name a manifest (a CSV file), or a source's root folder with --set data.source=SOURCE.")
            : experiment;
    }

    /// <summary>Whether an image that it was trained on, or that its generators were, is among the cases; null where nothing tells.</summary>
    private static bool? WasTrainedOn(SegmentationModel trained, Experiment experiment, Dataset cases)
    {
        if (trained.Data == cases.Fingerprint || trained.TrainingImages is not { } images)
        {
            return trained.Data == cases.Fingerprint ? true : null;
        }

        var found = cases.Sites.SelectMany(site => trained.KnowsPreparedImages ? site.Test.Contents().OfType<string>() : site.Test.Decoded()).Any(images.Contains);
        return found || (trained.KnowsPreparedImages ? ArePreparedAlike() : !MayBeInOtherFiles()) ? found : null;

        // Of channels that are files of their own those alone are read that are taken.
        bool MayBeInOtherFiles() => trained.OtherChannels(experiment) is not null && (cases.HoldsVolumes || experiment.Data.ChannelNames.Count > 0);

        // The square around a head is that of all slices of a patient that are listed; a volume has all of its own.
        bool ArePreparedAlike() => trained.OtherChannels(experiment) is null && (cases.HoldsVolumes || experiment.Data.Crop != CropMethod.Head)
            && !ExperimentDifference.Between(trained.Experiment, experiment).Any(other => other.Key == "data.crop" || other.Key.StartsWith("data.colour.", StringComparison.Ordinal));
    }

    private void Check(SegmentationModel trained, Dataset cases)
    {
        if (cases.ImageChannels != trained.ImageChannels)
        {
            throw new UserException(
                $"The network {model} takes images of {trained.ImageChannels} channel(s); those of {data} have {cases.ImageChannels}.",
                "Choose as many of the data's channels by --set data.channels=[NAME], or another network.");
        }
    }

    private static void Check(string folder, bool overwrite)
    {
        FolderKind.Evaluation.RefuseOthers(folder);
        if (FolderKind.Evaluation.Is(folder) && !overwrite)
        {
            throw new UserException($"There is an evaluation in '{folder}' already.", "Replace it by --overwrite, or choose another folder with --out.");
        }
    }
}
