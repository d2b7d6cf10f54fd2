using System.Globalization;
using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Configuration.Keys;
using AsynDGAN.Core.Configuration.Reading;
using AsynDGAN.Core.Csv;
using AsynDGAN.Core.Data;
using AsynDGAN.Core.Data.Batches;
using AsynDGAN.Core.Data.Sources;
using AsynDGAN.Core.Imaging;
using AsynDGAN.Core.Runs;
using AsynDGAN.Core.Segmentation;
using TorchSharp;

namespace AsynDGAN.Core.Prediction;

/// <summary>
/// The masks that a saved segmentation network sees in images without masks, each on its image's own grid: prepared, predicted and put
/// back as where the network was evaluated.
/// </summary>
/// <param name="model">The network's file, as a comparison saves it.</param>
/// <param name="images">A picture, a NIfTI volume, a folder of them, or a CSV with the column image.</param>
/// <param name="overrides">Texts <c>a.b=value</c> over the configuration that the network was trained with.</param>
/// <param name="display">What shows the work.</param>
public sealed class ModelPrediction(string model, string images, IReadOnlyList<string> overrides, IRunDisplay display)
{
    private const string Masks = "masks", Table = "predictions.csv", Overlay = "overlay.png";

    private readonly string name = Path.GetFileNameWithoutExtension(model);

    /// <summary>
    /// Looks at all images; then reads, predicts and writes one after the other (the pictures of one patient together): masks/,
    /// predictions.csv and overlay.png, which are there when all are done. What was there before stays until then.
    /// </summary>
    /// <param name="path">Their folder.</param>
    /// <param name="overwrite">Whether predictions that are there are replaced.</param>
    /// <param name="stop">Asks to stop; nothing is written then.</param>
    /// <exception cref="UserException">Network, images or folder are at fault.</exception>
    /// <exception cref="OperationCanceledException">It was asked to stop.</exception>
    public PredictionOutcome Execute(string path, bool overwrite, CancellationToken stop = default)
    {
        using var trained = SegmentationModel.Load(model);
        var experiment = ExperimentReader.Parse(ExperimentWriter.Write(trained.Experiment with { Data = trained.Experiment.Data with { Cache = null } }), model, overrides);
        trained.RefuseOther(experiment);
        var channels = ChannelSet.Of(experiment.Data, trained.ImageChannels);
        if (channels.Wanted.Count != trained.ImageChannels)
        {
            throw new UserException(
                $"The network {model} takes images of {trained.ImageChannels} channel(s), and data.channels names {channels.Wanted.Count}.", "Leave data.channels as the network has it.");
        }

        if (trained.OtherChannels(experiment) is { } others)
        {
            display.Warn(others);
        }

        display.Say($"{name} takes {Wants(trained.TakesVolumes, channels, experiment.Data)}");
        if (RealPath.Of(Path.TrimEndingDirectorySeparator(path)).Equals(RealPath.Of(Path.TrimEndingDirectorySeparator(images)), FileNameCase.Comparison))
        {
            throw new UserException($"--out {path} is the folder of the images.", "Name a folder of its own, such as predictions.");
        }

        using var held = FolderLock.Take(path);
        var folder = Path.GetFullPath(path);
        Check(folder, overwrite);
        var found = UnlabelledImages.Find(images, trained.TakesVolumes, channels, experiment.Data.Encoding, folder);
        var states = found.All.ToDictionary(image => image.Path, image => new FileStates(image.Files));
        var device = Machine.Settle(experiment, display);
        using var seen = LoadingProgress.Load(display, stop, progress => Dataset.LookAtUnlabelled(experiment, found, progress));
        CaseNote.Tell(seen.Notes.Concat(Together(found, experiment.Data)), display.Say, display.Warn);
        var convolutions = trained.EnsureConvolutions(experiment.Data.ImageSize, device, display);
        display.Say(convolutions);
        var provenance = Provenance.Of(device.ToString(), convolutions, seen.Fingerprint, ExperimentWriter.Write(experiment));
        var left = seen.LeftOut.Select(one => one.Name).ToHashSet();
        var sound = found with { All = [.. found.All.Where(image => !left.Contains(found.AreVolumes ? image.Name : image.Path))] };
        var predict = SegmentationEvaluator.Finite(trained.Network.to(device).call, name);
        var sheet = new PredictionSheet(name, sound.All.Count, sound.AreVolumes);
        List<PredictedImage> predicted = [];
        FolderKind.Prediction.Replace(folder, whole =>
        {
            var masks = NewFolder.Make(Path.Combine(whole, Masks));
            predicted = Predict(predict, experiment, sound, states, device, sheet, masks, stop);
            new CsvLog<PredictedImage>(Path.Combine(whole, Table)).Replace(predicted);
            AtomicFile.Write(Path.Combine(whole, Overlay), sheet.Sheet().Write);
            AtomicFile.WriteText(Path.Combine(whole, "config.yaml"), ExperimentWriter.Write(experiment));
            (provenance with { Ended = DateTime.UtcNow }).Write(Path.Combine(whole, "provenance.json"));
        });
        return new PredictionOutcome(folder, Summary(sound, predicted, path), predicted);
    }

    /// <summary>What images the network takes, and how they are prepared, in words.</summary>
    private static string Wants(bool volumes, ChannelSet channels, DataOptions data)
    {
        var normalised = data.Normalise.By switch
        {
            NormaliseBy.Range => "by the range of their bits",
            NormaliseBy.Slice => volumes ? "slice by slice" : "each by itself",
            NormaliseBy.Volume => volumes ? "by their whole volume" : data.HasNuclei() ? "each by itself" : "by all pictures of a patient",
            _ => throw new ArgumentOutOfRangeException(nameof(data), data.Normalise.By, "no such normalisation"),
        };
        var size = data.Patch.Size is null
            ? $"resized to {data.ImageSize}x{data.ImageSize}{(data.Crop == CropMethod.Head ? " from the square around the head" : "")}"
            : $"at their own resolution, in tiles of {data.ImageSize}x{data.ImageSize}";
        return $"{(volumes ? "NIfTI volumes" : "pictures")} {channels}; they are {size}, normalised {normalised} ({(data.Normalise.By == NormaliseBy.Range ? "data.normalise.by: range" : $"data.normalise.to: {YamlValue.Of(data.Normalise.To)}")})";
    }

    /// <summary>Says whether pictures are prepared together where the network learned from a patient's pictures together.</summary>
    private static IEnumerable<string> Together(UnlabelledImages found, DataOptions data)
    {
        if (found.AreVolumes || data.HasNuclei() || found.All.Count < 2 || !(data.Normalise.By == NormaliseBy.Volume || data.Crop == CropMethod.Head))
        {
            return [];
        }

        string[] patients = [.. found.All.Select(image => image.Patient).Distinct()];
        var other = found.TableOfOtherPatients(data.Encoding);
        string[] warned = other is null ? [] : [CaseNote.AsWarning($"{other} tells other patients of these pictures than their folders, and folders count here: --images {ShellWord.Of(other)} takes them from the table")];
        string said = patients.Length == found.All.Count && found.All.All(image => image.Patient == image.Name)
            ? "each picture is prepared by itself; where several are of one patient, a folder a patient or a CSV with the columns image and patient says so, and they are prepared together, as for training"
            : $"pictures of one patient are prepared together, as for training: {patients.Length} {(patients.Length == 1 ? "patient" : "patients")} ({SourceNotes.Listed(patients, ", ")}), by their folders or the CSV, whatever told them for training; where a folder is no patient, name its pictures in a CSV with the columns image and patient";
        return [said, .. warned];
    }

    private static void Check(string folder, bool overwrite)
    {
        FolderKind.Prediction.RefuseOthers(folder);
        if (!FolderKind.Prediction.Is(folder))
        {
            return;
        }

        if (!overwrite)
        {
            throw new UserException($"There are predictions in '{folder}' already.", "Replace them by --overwrite, or choose another folder with --out.");
        }

        // A kill leaves no masks without their table: both take their places together.
        var others = FolderKind.Prediction.Unlisted(folder, Listed(folder));
        if (others.Count > 0)
        {
            throw new UserException(
                $"'{folder}' holds {others.Count} {(others.Count == 1 ? "file" : "files")} that its {Table} does not list: {SourceNotes.Listed(others, ", ")}", "Move what is not a prediction away, or choose another folder with --out.");
        }
    }

    private static IReadOnlyList<string> Listed(string folder)
    {
        try
        {
            return [.. CsvTable.ReadOwn(Path.Combine(folder, Table), ["mask"]).Select(row => row.Fields["mask"])];
        }
        catch (UserException)
        {
            throw new UserException(
                $"{Table} of '{folder}' is damaged, or cannot be read: it is not known which files of {Masks}/ are predictions", "Move away what is to be kept and remove that folder, or choose another with --out.");
        }
    }

    private List<PredictedImage> Predict(
        Func<torch.Tensor, torch.Tensor> predict, Experiment experiment, UnlabelledImages found, IReadOnlyDictionary<string, FileStates> states, torch.Device device, PredictionSheet sheet, string masks, CancellationToken stop)
    {
        var predicted = new List<PredictedImage>();
        foreach (var together in found.Together(experiment.Data))
        {
            using var read = LoadingProgress.Load(display, stop, _ => Dataset.LoadUnlabelled(experiment, found with { All = [.. together], Notes = [] }, device));
            var (samples, images, slices) = (read.Sites[0].Test, together.ToDictionary(image => image.Name), new List<PredictedSlice>());
            foreach (var slice in SegmentationEvaluator.Predict(predict, samples))
            {
                stop.ThrowIfCancellationRequested();
                slices.Add(slice);
                var own = NameOf(samples.Infos[slice.Position]);
                if (slice.Position + 1 < samples.Count && NameOf(samples.Infos[slice.Position + 1]) == own)
                {
                    continue;
                }

                states[images[own].Path].RefuseChanges();
                sheet.Add(own, samples, slices);
                predicted.Add(Write(images[own], samples.Infos[slice.Position], slices, masks, found.AreVolumes));
                slices.Clear();
                display.Advance($"predicting {(found.AreVolumes ? "volumes" : "pictures")}", predicted.Count, found.All.Count);
            }
        }

        return predicted;

        // A picture's sample is called PATIENT/NAME, a volume's NAME/SLICE; neither's patient ends where the other's name does.
        string NameOf(SampleInfo info) => found.AreVolumes ? info.Patient : info.Name[(info.Patient.Length + 1)..];
    }

    private static PredictedImage Write(UnlabelledImage image, SampleInfo info, IReadOnlyList<PredictedSlice> slices, string masks, bool areVolumes)
    {
        var first = image.Files[0];
        var extension = !areVolumes ? ".png" : first.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? ".nii.gz" : ".nii";
        if (!areVolumes && slices[0].Instances is { } found && found.Labels.Max() is var number and > ushort.MaxValue)
        {
            throw new UserException($"{image.Path}: {number} nuclei were found, and a mask of numbers holds {ushort.MaxValue}", "Cut the picture into parts, and predict each; so many are seldom right.");
        }

        var (file, height, width) = (image.Name + extension, slices[0].Mask.Height, slices[0].Mask.Width);
        AtomicFile.Write(Path.Combine(masks, file), stream =>
        {
            if (areVolumes)
            {
                NiftiFile.WriteMask([.. slices.Select(slice => slice.Mask)], first, stream, packed: extension == ".nii.gz");
            }
            else
            {
                PngFile.Write(Picture(slices[0]), stream);
            }
        });
        var (inside, all) = (slices.Sum(slice => (long)slice.Mask.Count), (long)slices.Count * height * width);
        return new PredictedImage(
            image.Path, image.Patient, $"{Masks}/{file}", slices.Count, height, width, inside, (double)inside / all,
            info.Spacing is { } spacing ? inside * spacing.Slice * spacing.Row * spacing.Column / 1000 : null, slices[0].Instances?.Labels.Max());
    }

    /// <summary>0 and 255; of nuclei their numbers.</summary>
    private static PixelArray Picture(PredictedSlice slice) => slice.Instances is { } nuclei
        ? new PixelArray(nuclei.Height, nuclei.Width, 1, 16, Array.ConvertAll(nuclei.Labels, label => (ushort)label))
        : new PixelArray(slice.Mask.Height, slice.Mask.Width, 1, 8, Array.ConvertAll(slice.Mask.Values, value => value ? (ushort)byte.MaxValue : (ushort)0));

    private static string Summary(UnlabelledImages found, List<PredictedImage> predicted, string path)
    {
        var (what, empty) = (found.AreVolumes ? "volumes" : "pictures", predicted.Count(image => image.ObjectPixels == 0));
        var patients = predicted.Select(image => image.Patient).Distinct().Count();
        return string.Create(CultureInfo.InvariantCulture, $"{predicted.Count} {(predicted.Count == 1 ? what[..^1] : what)}{(patients < predicted.Count ? $" of {patients} patients" : "")}, {empty} without any object; on average {100 * predicted.Average(image => image.ObjectShare):0.00}% is object")
            + $"\nwritten to {Path.GetRelativePath(Environment.CurrentDirectory, path)}: {Masks}/, {Table}, {Overlay}";
    }
}
