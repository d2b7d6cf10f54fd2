using System.Globalization;
using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Configuration.Reading;
using AsynDGAN.Core.Csv;
using AsynDGAN.Core.Data;
using AsynDGAN.Core.Data.Sources;
using AsynDGAN.Core.Federation;
using AsynDGAN.Core.Figures;
using AsynDGAN.Core.Imaging;
using AsynDGAN.Core.Networks.Convolutions;
using AsynDGAN.Core.Networks.WeightFiles;
using AsynDGAN.Core.Platform;
using AsynDGAN.Core.Runs;
using AsynDGAN.Core.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace AsynDGAN.Core.Synthesis;

/// <summary>Draws a data set with a trained generator.</summary>
/// <param name="experiment">The configuration; that of the run but for what synthesis alone reads.</param>
/// <param name="origin">Where the generator comes from.</param>
/// <param name="nnUnet">Whether the set is laid out for nnU-Net.</param>
/// <param name="display">What shows the work.</param>
public sealed class Synthesiser(Experiment experiment, RunOrigin origin, bool nnUnet, IRunDisplay display)
{
    private readonly ISyntheticLayout layout = nnUnet
        ? new NnUnetLayout(new ConditionLayout(experiment.Data).Labels(experiment.Data.Words().Object), ChannelSet.Apart(experiment.Data))
        : new ManifestLayout(ChannelSet.Apart(experiment.Data));
    private readonly ConditionLayout conditions = new(experiment.Data);

    /// <summary>Draws what is missing, batch by batch. Nothing is written, and nothing of a replaced set is touched, before drawing can begin.</summary>
    /// <param name="path">The data set's folder.</param>
    /// <param name="resume">Whether a set that was begun is gone on with.</param>
    /// <param name="overwrite">Whether a set that is there is replaced.</param>
    /// <param name="stop">Asks to stop after the images under way.</param>
    /// <exception cref="UserException">Run, weights, data or folder are at fault.</exception>
    /// <exception cref="OperationCanceledException">It was asked to stop before drawing began.</exception>
    public SynthesisOutcome Execute(string path, bool resume, bool overwrite, CancellationToken stop)
    {
        using var held = FolderLock.Take(path);
        var folder = SyntheticFolder.Open(path, resume, overwrite, experiment.Synthesis.Placement != TumourPlacement.Kept);
        var weights = origin.Check(experiment);
        experiment = origin.AsTrained(experiment, display);
        var device = Machine.Settle(experiment, display);
        using var data = LoadingProgress.Load(display, stop, progress => Dataset.Load(experiment, device, progress));
        origin.CheckData(experiment, data, display);

        using var generator = Simulation.NewGenerator(experiment, data);
        var hash = Digest.OfFile(weights);
        WeightFile.Load(generator, weights);
        generator.to(device);
        var (shape, oneByOne) = (data.Sites[0].Training.ImageShape, DrawingGenerator.IsOneByOne(experiment, generator));
        var atOnce = oneByOne ? 1 : StepSizes.DrawnAtOnce(shape, device.type);
        var convolutions = SafeConvolutions.Ensure([new(Simulation.NewGenerator(experiment, data), InputShape(data, atOnce))], device, display);
        display.Say(convolutions);
        if (experiment.Data.Conditions.Contains(ConditionChannel.Classes))
        {
            display.Say(DataCard.ClassesTogether);
        }

        stop.ThrowIfCancellationRequested();

        var ledger = new Ledger();
        using var drawn = new TrainingConditions(Simulation.ListingSites(experiment, data, ledger, experiment.Synthesis.Conditions));
        using var seen = experiment.Synthesis.Conditions == SynthesisConditions.LeftOut ? Seen(generator, data, ledger) : null;
        var (perMask, mixMasks) = (experiment.Synthesis.PerMask, experiment.Synthesis.MixMasks);
        SetSize.Of(drawn.Counts.Sum(count => (long)count), "conditions", perMask + mixMasks, $"synthesis.per_mask {perMask} and synthesis.mix_masks {mixMasks}");
        var configuration = ExperimentWriter.Write(experiment);
        var provenance = Provenance.Of(device.ToString(), convolutions, data.Fingerprint, configuration);
        var made = SetOrigin.Of(experiment, origin, layout.Name, hash, data, provenance);
        var (images, masks) = layout.Names("", data.ImageBits);
        var oneThread = !oneByOne && StepSizes.OneThreadABatch(shape, device.type);
        folder.Begin(
            configuration, made, [Path.GetDirectoryName(ChannelFiles.Split(images)[0])!, Path.GetDirectoryName(masks)!], display,
            threadsCount: !oneThread || DrawingGenerator.Recomputes(experiment, generator));
        folder.Write(provenance);
        new CsvLog<Traffic>(folder.File("communication.csv")).Replace(ledger.Totals);

        var plan = PlannedImage.All(drawn.Counts, perMask, mixMasks).ToList();
        var source = new ConditionSource(experiment, drawn, conditions, seen);
        using var workers = oneThread ? new CoreWorkers(get_num_threads()) : null;
        var finished = Draw(generator, seen ?? drawn, drawn, source, plan, atOnce, workers, data.ImageBits, folder, stop);
        var rows = folder.Rows();
        if (finished)
        {
            RefuseNone(plan, rows);
            WarnOfNoNewMask(plan, rows);
            WarnOfCopies(folder, rows);
            var whole = folder.OfWhole(made, rows);
            Finish(folder, source, plan, rows, hash);
            folder.Write(provenance with { Ended = DateTime.UtcNow });
            whole.Write(folder.Root);
        }

        return new SynthesisOutcome(folder.Root, rows.Count, plan.Count, finished);
    }

    /// <summary>
    /// What the generator learned from, where others are drawn from. The conditions cross once more for batch norm's statistics; that a new
    /// mask is none of them the centre knows from the training, so that no bytes of it are counted.
    /// </summary>
    private TrainingConditions Seen(nn.Module<Tensor, Tensor> generator, Dataset data, Ledger ledger) =>
        new(Simulation.ListingSites(experiment, data, DrawingGenerator.Recomputes(experiment, generator) ? ledger : new Ledger()));

    private long[] InputShape(Dataset data, int atOnce)
    {
        var shape = data.Sites[0].Training.ConditionShape;
        return [atOnce, shape[0] + experiment.Generator.NoiseChannels, shape[1], shape[2]];
    }

    /// <returns>Whether it came to the end of the plan.</returns>
    private bool Draw(
        nn.Module<Tensor, Tensor> generator, TrainingConditions seen, TrainingConditions drawn, ConditionSource source, IReadOnlyList<PlannedImage> plan,
        int atOnce, CoreWorkers? workers, int bits, SyntheticFolder folder, CancellationToken stop)
    {
        var writer = new SetWriter(folder.Manifest);
        try
        {
            var drawing = new DrawingGenerator(experiment, generator, seen, experiment.Training.BatchSize, display, stop);
            if (folder.CutLost() is { } lost)
            {
                display.Say($"image {lost} or its mask is not there any more; from it on the set is drawn again");
            }

            var before = folder.Rows();
            var next = Next(before, folder, plan, bits);
            CheckNumbers(before, plan, drawn, folder);
            folder.Reopen(before.Count);

            // A batch that was stopped within is drawn as a whole again, since the rounding of its images depends on all of them.
            foreach (var batches in plan.Chunk(atOnce).SkipWhile(batch => batch[^1].Item < next).Chunk(workers is null ? 1 : get_num_threads()))
            {
                stop.ThrowIfCancellationRequested();
                var images = workers is null ? [Batch(drawing, source, batches[0], bits)] : workers.Map(batches.Length, i => Batch(drawing, source, batches[i], bits));
                foreach (var image in images.SelectMany(batch => batch).Where(image => image.Row.Item >= next))
                {
                    writer.Add(image.Row, () =>
                    {
                        WriteImage(folder, image.Row.Image, image.Image);
                        Write(folder.File(image.Row.Mask), image.Mask);
                    });
                }

                display.Advance($"images {IRunDisplay.Drawn}", batches[^1][^1].Item + 1, plan.Count);
            }

            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
        finally
        {
            writer.Finish();
        }
    }

    /// <summary>The images of a batch; those that are left out are not among them.</summary>
    private IReadOnlyList<DrawnImage> Batch(DrawingGenerator drawing, ConditionSource source, IEnumerable<PlannedImage> batch, int bits)
    {
        using var scope = NewDisposeScope();
        var wanted = batch.Select(planned => (Planned: planned, Drawn: source.Of(planned)!)).Where(one => one.Drawn is not null).ToList();
        if (wanted.Count == 0)
        {
            return [];
        }

        var images = drawing.Draw([.. wanted.Select(one => (one.Drawn.X, one.Drawn.HeadSite, one.Planned.Item))]);
        return [.. wanted.Select((one, i) => new DrawnImage(Row(one.Planned, one.Drawn, bits), TensorPicture.Whole(images[i], bits), MaskPicture(one.Drawn.X)))];
    }

    /// <summary>A set whose patients have two numbers each could not be split by them.</summary>
    private static void CheckNumbers(
        IReadOnlyList<IReadOnlyDictionary<string, string>> rows, IReadOnlyList<PlannedImage> plan, TrainingConditions drawn, SyntheticFolder folder)
    {
        foreach (var row in rows)
        {
            var planned = plan.ElementAtOrDefault(int.Parse(row["item"]));
            var (site, id) = (drawn.Names[planned.Site], drawn.Id(planned.Site, planned.Sample));
            if (row["sample"] != $"{id.Sample}" || row["patient"] != SyntheticRow.PatientOf(site, id.Patient))
            {
                throw new UserException(
                    $"The synthetic set in '{folder.Root}' was begun with other numbers of patients and samples: image {row["item"]} is of patient {row["patient"]} there, of {SyntheticRow.PatientOf(site, id.Patient)} now.",
                    "They are drawn from sites.key_file, or from seed without one; an earlier version took the order of the names. Take a change of these back, or replace the set by --overwrite.");
            }
        }
    }

    /// <summary>The first item that is still to be drawn.</summary>
    /// <exception cref="UserException">The manifest lost rows before it, or holds others than the plan's.</exception>
    private int Next(IReadOnlyList<IReadOnlyDictionary<string, string>> rows, SyntheticFolder folder, IReadOnlyList<PlannedImage> plan, int bits)
    {
        var items = rows.Select(row => int.Parse(row["item"], CultureInfo.InvariantCulture)).ToList();
        var next = items.Count == 0 ? 0 : Math.Clamp(items[^1], -1, plan.Count - 1) + 1;
        var known = items.ToHashSet();
        var lost = Enumerable.Range(0, next).Where(item => !known.Contains(item) && File.Exists(folder.File(ChannelFiles.Split(layout.Names($"{item:D6}", bits).Image)[0])));
        if (items.Any(item => item < 0 || item >= plan.Count) || known.Count != items.Count || !items.SequenceEqual(items.Order()) || lost.Any())
        {
            throw new UserException(
                $"{folder.File("manifest.csv")} is damaged: its items are not those of the {plan.Count} planned images in order, each once.",
                "Bring the file back from a copy, or draw the set again by --overwrite.");
        }

        return next;
    }

    private SyntheticRow Row(PlannedImage planned, DrawnCondition drawn, int bits)
    {
        var (image, mask) = layout.Names($"{planned.Item:D6}", bits);
        return new SyntheticRow(
            drawn.HeadSite, SyntheticRow.PatientOf(drawn.HeadSite, drawn.Head.Patient), image, mask, planned.Item, drawn.Head.Sample,
            drawn.TumourSite, SyntheticRow.PatientOf(drawn.TumourSite, drawn.Tumour.Patient), drawn.Tumour.Sample,
            planned.Mixed ? "true" : "false", drawn.IsDeformed ? "true" : "false",
            [drawn.Moved.Down, drawn.Moved.Across]);
    }

    private static void WriteImage(SyntheticFolder folder, string names, PixelArray image)
    {
        var files = ChannelFiles.Split(names);
        foreach (var (file, pixels) in files.Zip(files.Length == 1 ? [image] : ChannelFiles.Apart(image)))
        {
            Write(folder.File(file), pixels);
        }
    }

    private static void Write(string path, PixelArray pixels) => AtomicFile.Write(path, stream =>
    {
        if (Path.GetExtension(path) == ".tif")
        {
            TiffFile.Write(pixels, stream);
        }
        else
        {
            PngFile.Write(pixels, stream);
        }
    });

    private PixelArray MaskPicture(Tensor x)
    {
        var (tumour, boundary) = (conditions.Tumour(x), conditions.Boundary(x));
        var values = (tumour.to(int32) * layout.Inside + (tumour & boundary).to(int32) * (layout.Boundary - layout.Inside)).cpu().contiguous();
        return new PixelArray((int)tumour.shape[0], (int)tumour.shape[1], 1, 8, [.. values.data<int>().Select(value => (ushort)value)]);
    }

    private void RefuseNone(IReadOnlyList<PlannedImage> plan, IReadOnlyList<IReadOnlyDictionary<string, string>> rows)
    {
        if (rows.Count == 0)
        {
            throw new UserException(
                $"None of {plan.Count} images has {experiment.Data.MinMaskPixels} mask pixels after its change.", "Lower synthesis.deform or data.min_mask_pixels.");
        }
    }

    private void WarnOfNoNewMask(IReadOnlyList<PlannedImage> plan, IReadOnlyList<IReadOnlyDictionary<string, string>> rows)
    {
        var mixed = plan.Count(planned => planned.Mixed);
        if (mixed > 0 && rows.All(row => row["mixed"] != "true"))
        {
            display.Warn($"none of {mixed} images with new masks could be drawn, for want of another slice, of enough {experiment.Data.Words().Object} or of a mask that the generator has not seen: "
                + $"a row of new masks has {(rows.Any(row => row.GetValueOrDefault("deformed") == "true") ? "the deformed ones alone" : "no images")}. They may come of {ConditionSource.WayToNewMasks(experiment.Synthesis)}");
        }
    }

    private void WarnOfCopies(SyntheticFolder folder, IReadOnlyList<IReadOnlyDictionary<string, string>> rows)
    {
        if (experiment.Synthesis is { PerMask: > 1 } or { MixMasks: > 1 } && folder.Copies(rows) is > 0 and var copies)
        {
            display.Warn($"{copies} of {rows.Count} images are copies: each equals, byte for byte and with its mask, another that was drawn from the same slice, and adds nothing to a training. "
                + "Give more that varies (generator.noise_channels, synthesis.dropout or a larger synthesis.deform), or lower synthesis.per_mask or synthesis.mix_masks");
        }
    }

    private void Finish(
        SyntheticFolder folder, ConditionSource source, IReadOnlyList<PlannedImage> plan,
        IReadOnlyList<IReadOnlyDictionary<string, string>> rows, string hash)
    {
        Write(folder.File("contact-sheet.png"), SynthesisSheet.Of(experiment, folder, source, plan, rows).Render());
        AtomicFile.WriteText(folder.File("card.md"), DataCard.Text(experiment, origin, hash, rows, plan.Count, source.MovesInOneGround));
        layout.Finish(folder.Root, rows.Count, ChannelFiles.Read([.. ChannelFiles.Split(rows[0]["image"]).Select(folder.File)]));
    }
}
