using System.Globalization;
using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Configuration.Reading;
using AsynDGAN.Core.Data.Sites;
using AsynDGAN.Core.Data.Sources;
using AsynDGAN.Core.Runs;

namespace AsynDGAN.Core.Setup;

/// <summary>
/// From a folder of data to a configuration: looks what is there, says what it was taken for, fits a configuration to it and writes
/// it, with a manifest where one is needed. Nothing that is there is overwritten; where something is wrong, nothing is written.
/// </summary>
public static class ProjectSetup
{
    private const int Listed = 10;

    /// <summary>Does it.</summary>
    /// <param name="request">What is asked for.</param>
    /// <param name="answers">Asked where two readings are possible.</param>
    /// <param name="display">Told what was found, and how far it is.</param>
    /// <param name="stop">Asks to stop; nothing is written then.</param>
    /// <exception cref="UserException">The data are at fault, a question has no answer, or a file is there already.</exception>
    /// <exception cref="OperationCanceledException">It was asked to stop.</exception>
    public static SetupOutcome Run(SetupRequest request, ISetupAnswers answers, IRunDisplay display, CancellationToken stop = default) =>
        Run(request, answers, display, new StepClock(display, stop), stop);

    /// <param name="clock">Tells what steps take.</param>
    internal static SetupOutcome Run(SetupRequest request, ISetupAnswers answers, IRunDisplay display, IStepClock clock, CancellationToken stop = default)
    {
        CheckOutput(request.Output);
        var recorded = new RecordedAnswers(answers);
        var found = Unless(stop, () => LayoutChoice.Of(request, recorded, unpaired => WarnOf(unpaired, display)));
        CheckOptions(request, found);
        Say(found, display);
        SharedFiles.Refuse(request.Path, found);
        using var manifest = found.Data.Root is null ? NewManifest.For(found, request) : null;
        var listed = found.Data with { Root = found.Data.Root ?? manifest!.Path };
        string[] masks = [.. found.Entries.Select(entry => Path.Combine(found.Folder, entry.Mask)).Distinct()];
        if (masks.Length > 0)
        {
            // What is wrong with a table is told before anything is asked about masks.
            List(request, found, listed, manifest);
        }

        var data = listed with { MaskValues = masks.Length == 0 ? [] : Unless(stop, () => MaskLook.Of(request.Path, masks, found.Classes, request, recorded, display.Say)) };
        var source = List(request, found, data, manifest);
        Say(source, found, manifest, display);
        var facts = Unless(stop, () => Look(request, source, data, manifest, display, stop));
        CheckSites(request, found, facts);
        Say(facts, display);
        WarnOfGround(found, facts, display);
        if (found.Sites.IsCut)
        {
            display.Say($"sites: {found.Sites.Count}, cut {(found.Sites.Kind == SitePartition.Random ? "at random" : "by the size of the objects")}");
        }

        var ofData = new DataFit(data, found.Sites, facts);
        if (ofData.Note is { } note)
        {
            display.Say(note);
        }

        var fitted = new TimeFit(request.Hours, clock).Fit(ofData);
        CheckParts(request, source, facts, fitted.Experiment, display);
        var name = Path.GetFileNameWithoutExtension(request.Output);
        var text = CommentedYaml.Write(fitted, [
            $"Fitted by asyndgan init to {request.Path} for a training of {request.Hours.ToString(CultureInfo.InvariantCulture)} hours: {found.What} ({found.Why}).",
            "All keys: docs/configuration.md, or asyndgan train --help. What says \"measured\" was measured; the rest is a function of the data.",
        ]);

        // What the program would refuse is never written.
        var read = ExperimentReader.Parse(text, request.Output, []);
        if (ExperimentWriter.Write(read) != ExperimentWriter.Write(fitted.Experiment with { Name = read.Name }))
        {
            throw new InvalidOperationException($"the configuration of {name} does not read back as it was meant");
        }

        stop.ThrowIfCancellationRequested();

        // Another init may have written it meanwhile.
        CheckOutput(request.Output);
        if (manifest is null)
        {
            AtomicFile.WriteNewText(request.Output, text);
        }
        else
        {
            manifest.Write(() => AtomicFile.WriteNewText(request.Output, text));
        }

        return new SetupOutcome(request.Output, manifest?.Path, read)
        {
            Layout = found.Layout,
            TakenFor = found.What,
            Because = found.Why,
            Sites = facts.Sites,
            Cut = found.Sites.IsCut ? found.Sites.ToString() : null,
            Choices = [.. request.Given, .. recorded.All],
            Notes = found.Notes,
            Unpaired = found.Unpaired,
            Outside = found.Outside,
            SecondsPerStep = fitted.SecondsPerStep,
        };
    }

    /// <summary>Reads or asks; where it is asked to stop, that is left behind, since the process is about to end.</summary>
    private static T Unless<T>(CancellationToken stop, Func<T> work) => Task.Run(work, stop).WaitAsync(stop).GetAwaiter().GetResult();

    private static SourceCases List(SetupRequest request, FoundData found, DataOptions data, NewManifest? manifest) =>
        Named(request, manifest, () => SourceCases.Of(data with { Root = manifest?.Copy ?? data.Root }, needsSites: !found.Sites.IsCut));

    /// <summary>Looks at the data as a run would read them.</summary>
    private static DataFacts Look(SetupRequest request, SourceCases source, DataOptions data, NewManifest? manifest, IRunDisplay display, CancellationToken stop) =>
        Named(request, manifest, () => DataFacts.Of(request.Path, source, data with { Root = manifest?.Copy ?? data.Root }, display, stop));

    private static T Named<T>(SetupRequest request, NewManifest? manifest, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (UserException fault) when (manifest is not null)
        {
            throw new UserException(manifest.Told(fault.Message, request.Path), fault.Hint);
        }
    }

    private static void CheckOutput(string path)
    {
        if (Path.Exists(path))
        {
            throw new UserException($"{path} is there already, and nothing is overwritten", "Name another file with --out, or remove that one.");
        }

        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        if (Directory.Exists(folder) && !AtomicFile.CanWriteIn(folder))
        {
            throw new UserException($"{path} cannot be written: {folder} may not be written to", "Name a file elsewhere with --out.");
        }
    }

    /// <summary>An option that the data leave nothing to say is refused, not passed over.</summary>
    private static void CheckOptions(SetupRequest request, FoundData found)
    {
        var unused = request.Cases is { } cases && found.Data.Cases is null ? $"--cases {cases}: it is for nuclei of Multi-Organ or of HDF5"
            : request.Patients is { } patients && found.Entries.Count == 0 ? $"--patients {patients}: the layout tells whose its images are"
            : request.MaskValues is { } values && found.Entries.Count == 0 ? $"--mask-values {values}: the layout tells what its masks show"
            : null;
        if (unused is not null)
        {
            throw new UserException($"{unused}, and {request.Path} was taken for {found.What}", "Leave the option out.");
        }
    }

    private static void WarnOf(IReadOnlyList<string> unpaired, IRunDisplay display) =>
        display.Warn($"{unpaired.Count} {(unpaired.Count == 1 ? "file is" : "files are")} not used, since they do not pair; add what is missing and run init again, or go on without them:\n  "
            + string.Join("\n  ", unpaired.Take(Listed)) + (unpaired.Count > Listed ? $"\n  ... and {unpaired.Count - Listed} more" : ""));

    private static void Say(FoundData found, IRunDisplay display)
    {
        var images = found.Entries.SelectMany(entry => entry.Images).ToArray();
        display.Say($"taken for: {found.What}");
        display.Say($"because:   {found.Why}");
        CaseNote.Tell(found.Notes, display.Say, display.Warn);
        if (images.Count(image => AlphaChannel.IsIn(Path.Combine(found.Folder, image))) is var alphas and > 0)
        {
            display.Say($"{alphas} of {images.Length} pictures have an alpha channel, which is not looked at");
        }

        if (found.Outside.Count > 0)
        {
            display.Warn($"{found.Outside.Count} {(found.Outside.Count == 1 ? "image lies" : "images lie")} outside of {found.Data.Root} and {(found.Outside.Count == 1 ? "is" : "are")} not used, such as {found.Outside[0]}; where others are meant, name their folder");
        }
    }

    /// <summary>What the source says beside what it was taken for.</summary>
    private static void Say(SourceCases source, FoundData found, NewManifest? manifest, IRunDisplay display) =>
        CaseNote.Tell(source.Notes.Select(note => manifest?.Told(note, found.Folder) ?? note).Where(note => !found.Notes.Any(told => note.EndsWith(told, StringComparison.Ordinal))), display.Say, display.Warn);

    private static void Say(DataFacts facts, IRunDisplay display)
    {
        var what = facts.AreVolumes ? "volumes" : "pictures";
        foreach (var site in facts.Sites)
        {
            display.Say($"site {Visible.Name(site.Name)}: {site.Patients} {(site.Patients == 1 ? "patient" : "patients")}, {site.Pictures} {what}");
        }

        if (facts.Cases.Count < facts.AllCases)
        {
            display.Say($"looked at {facts.Cases.Count} of {facts.AllCases} patients' {what}, evenly spaced");
        }
    }

    /// <summary>The fit goes by the masks: where they show the ground, it is of something else.</summary>
    private static void WarnOfGround(FoundData found, DataFacts facts, IRunDisplay display)
    {
        double[] masks = [.. facts.WithObjects.Select(slice => (double)slice.MaskPixels / (slice.Height * slice.Width))];
        if (found.Entries.Count > 0 && SourceNotes.MayShowGround(masks))
        {
            display.Warn($"{masks.Count(SourceNotes.FillsMost)} of {masks.Length} masks fill more than half of their picture: where they show the ground and not the object, remove what is written here and run init again with --mask-values 0 ({SourceNotes.OutsideNumber})");
        }
    }

    /// <summary>Parts and sites as a run makes them; what it would refuse is not written. By the objects' size they are cut when all are read.</summary>
    private static void CheckParts(SetupRequest request, SourceCases source, DataFacts facts, Experiment fitted, IRunDisplay display)
    {
        ImageCase[] cases = [.. source.Cases.Select(@case => @case.Case)];
        var split = PatientSplit.Make(cases, fitted.Data);
        SitePartition? sites = null;
        if (fitted.Sites.By != SitePartition.TumourSize)
        {
            try
            {
                sites = SitePartition.Make(cases, split, fitted.Sites, fitted.Data.SplitSeed);
            }
            catch (UserException fault)
            {
                throw new UserException($"{request.Path}: {fault.Message}", facts.HasParts
                    ? "Give it training patients, leave its images out, put its patients into another site, or cut all patients into sites by --sites random:N."
                    : fault.Hint);
            }
        }

        if (facts.HasParts && !split.Parts.Values.Contains(DataPart.Test))
        {
            display.Warn("no patient is in the part test, on which compare tests: call a folder (or in a table, the part of some patients) test, or compare on the validation patients by --part validation");
        }

        if (!facts.HasParts)
        {
            WarnOfSmallSites(split, fitted, sites, display);
        }
    }

    /// <summary>Fractions of a few patients may be none of them.</summary>
    /// <param name="sites">Null where it is not known yet.</param>
    private static void WarnOfSmallSites(PatientSplit split, Experiment fitted, SitePartition? sites, IRunDisplay display)
    {
        foreach (var (part, name, fraction) in new[] { (DataPart.Test, "test", fitted.Data.TestFraction), (DataPart.Validation, "validation", fitted.Data.ValidationFraction) })
        {
            // Sites that are cut are no hospitals, of each of which something is to be known.
            string[] without = fitted.Sites.Count is null && sites is not null
                ? [.. split.Parts.GroupBy(patient => sites.SiteOf[patient.Key]).Where(site => site.All(patient => patient.Value != part)).Select(site => site.Key).Order(StringComparer.Ordinal)] : [];
            var isEmpty = !split.Parts.Values.Contains(part);
            if (isEmpty || without.Length > 0)
            {
                display.Warn($"{(isEmpty ? $"no patient is in the part {name}{(part == DataPart.Test ? ", on which compare tests" : "")}" : $"no patient of {SourceNotes.Listed(without.Select(Visible.Name), ", ")} is in the part {name}")}, since data.{name}_fraction {fraction.ToString(CultureInfo.InvariantCulture)} of so few is none: "
                    + $"add patients, {(isEmpty ? "" : "join the site to another by sites.merge, ")}or raise it (of two patients one is taken from 0.25 on, of three from 0.17 on; three are the fewest for all parts)");
            }
        }
    }

    /// <summary>One site alone is no federation.</summary>
    private static void CheckSites(SetupRequest request, FoundData found, DataFacts facts)
    {
        if (!found.Sites.IsCut && request.Sites is null && facts.Sites.Count == 1)
        {
            throw new UserException(
                $"{request.Path}: {(facts.Sites[0].Name == BrainChannels.NoInstitution ? "nothing tells of which hospitals the patients are" : $"there is one site, {facts.Sites[0].Name}")}, and AsynDGAN learns from several",
                "Add another site's images, or cut its patients into sites by --sites random:N or --sites tumour-size:N. (--sites folder goes on with the one, which makes an ordinary GAN.)");
        }

        var patients = facts.Sites.Sum(site => site.Patients);
        if (patients < 2 * (found.Sites.Count ?? facts.Sites.Count))
        {
            throw new UserException(
                $"{request.Path}: {patients} {(patients == 1 ? "patient is" : "patients are")} too few for {found.Sites.Count ?? facts.Sites.Count} sites, each of which needs patients to train on and patients to test on",
                "Add patients, or lower the number of sites by --sites random:N.");
        }
    }
}
