using AsynDGAN.Core.Audit.Findings;
using AsynDGAN.Core.Audit.Subject;
using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Federation;
using AsynDGAN.Core.Figures;
using AsynDGAN.Core.Reporting;
using static TorchSharp.torch;

namespace AsynDGAN.Core.Audit.ByDesign;

/// <summary>What crosses because the method needs it: shown as the centre has it, for nothing has to be attacked.</summary>
internal sealed class DesignExamination : IExamination
{
    private static readonly FigureKey masks = new("by_design.masks", "images, of training and of validation patients, whose mask crossed as it is, in the training or for a set in the run's folder", double.PositiveInfinity);
    private static readonly FigureKey patients = new("by_design.patients", "patients whose images the centre can tell to be of one person", double.PositiveInfinity);
    private static readonly FigureKey outlines = new("by_design.outlines", "the same images, where their head outline crossed as it is", double.PositiveInfinity);
    private static readonly FigureKey losses = new("by_design.losses", "loss values that are functions of real images in each answer of a site", LossTerms.All.Count(term => term.OfRealImages));
    private static readonly FigureKey megabytes = new("by_design.megabytes", "megabytes that the sites sent during the training", double.PositiveInfinity);

    /// <inheritdoc />
    public IReadOnlyList<FigureKey> Keys => [masks, patients, outlines, losses, megabytes];

    /// <inheritdoc />
    public AuditSection Examine(AuditSubject subject, CancellationToken stop)
    {
        using var scope = NewDisposeScope();
        var run = subject.First;
        var sites = run.Data.Sites.Select(site => Crossed(run, site.Name)).ToList();
        var (slices, people) = (sites.Sum(site => site.Ids.Count), sites.Sum(site => site.Patients));
        var validation = sites.Sum(site => site.OfValidation);
        var shape = run.Experiment.Data.Conditions.Any(channel => channel is ConditionChannel.Head or ConditionChannel.Outline);
        var names = LossesOfRealImages(run);
        var sent = run.Communication.Where(traffic => traffic.Direction == "to centre").ToList();
        var size = sent.Sum(traffic => traffic.Bytes) / 1e6;
        var words = run.Experiment.Data.Words();
        return new AuditSection(
            "What crosses by design", Verdict.ByDesign,
            "Nothing: this is what every centre receives that trains as it should." + subject.OfFirst,
            $"The centre holds {slices:#,0} masks{(shape ? " and as many outlines of heads" : "")}, exact to the pixel, and knows which of them are of one of {people:#,0} patients{(validation == 0 ? "" : $"; {validation:#,0} of the masks are of validation patients, for whom it draws sheets")}; how many samples each hospital has; "
            + $"and {names.Count} {(names.Count == 1 ? "loss" : "losses")} in each answer that {(names.Count == 1 ? "is a function" : "are functions")} of real images{(names.Count == 0 ? "" : $" ({string.Join("; ", names)})")}.{subject.OfFirst}",
            $"If the shape of {(shape ? $"a head or of its {words.Object}" : $"the {words.Object}")} may not be known outside, this method is not for these data.{(HasKey(run) ? "" : " Give sites.key_file, so that the numbers of patients cannot be computed from the seed by who has a released set alone; it hides nothing from a centre that knows the hospitals' lists of names.")}",
            new Dictionary<FigureKey, double?> { [masks] = slices, [patients] = people, [outlines] = shape ? slices : 0, [losses] = names.Count, [megabytes] = size },
            $"""
            {Html.Picture(Sheet(sites), "Conditions as the centre receives them")}
            <p>Up to {CrossedMasks.Shown} of each hospital's training conditions as the centre receives them, with the numbers of patient and slice that come with them; {slices:#,0} masks crossed in all. The numbers are no names, and are the same for all slices of a patient.
            A centre that knows the seed and a hospital's list of names can tell whose they are, whatever sites.key_file holds: which samples an exchange takes follows from the seed, over places in the order of the names.
            A set that was drawn into another folder than the run's own (synthesize --out) cannot be known of here, so that what crossed for it is not counted.</p>
            <div class="scroll"><table>
            <tr><th>hospital</th><th class="number">masks</th><th class="number">patients</th></tr>
            {Html.Each(sites, site => $"""<tr><td>{site.Site}</td><td class="number">{site.Ids.Count:#,0}</td><td class="number">{site.Patients:#,0}</td></tr>""")}
            </table></div>
            <div class="scroll"><table>
            <tr><th>message</th><th>direction</th><th class="number">messages</th><th class="number">MB</th></tr>
            {Html.Each(run.Communication.GroupBy(traffic => (traffic.Kind, traffic.Direction)).OrderByDescending(kind => kind.Sum(traffic => traffic.Bytes)), kind => $"""
                <tr><td>{kind.Key.Kind}</td><td>{kind.Key.Direction}</td><td class="number">{kind.Sum(traffic => traffic.Messages):#,0}</td><td class="number">{kind.Sum(traffic => traffic.Bytes) / 1e6:#,0.00}</td></tr>

                """)}
            </table></div>
            """);
    }

    /// <summary>Whether the numbers of patients were drawn from a key: in the set in the run's folder, or in the run where there is none.</summary>
    private static bool HasKey(AuditedRun run) => (run.Released.HasConfiguration ? run.Released.Configuration() : run.Experiment).Sites.KeyFile is not null;

    /// <summary>A site's conditions that crossed, in the training and for the sets in the run's folder.</summary>
    private static CrossedMasks Crossed(AuditedRun run, string name) => CrossedMasks.Of(
        run.Experiment, run.StepsDone, run.Communication, Listing(run, name, SynthesisConditions.Seen), run.Listed.Select(conditions => Listing(run, name, conditions)));

    private static ISite Listing(AuditedRun run, string name, SynthesisConditions conditions) =>
        Training.Simulation.ListingSites(run.Experiment, run.Data, new Ledger(), conditions).Single(site => site.Profile.Name == name);

    /// <summary>Terms that cross and whose value depends on real images, where the configuration has them.</summary>
    private static IReadOnlyList<string> LossesOfRealImages(AuditedRun run)
    {
        var loss = run.Experiment.Loss;
        return
        [
            .. LossTerms.Crossing(run.Experiment.Boundary.Losses).Where(term => term.OfRealImages && term.Name switch
            {
                "GradientPenalty" => Networks.GanLosses.HasPenalty(loss.Gan),
                "Reconstruction" => loss.WeighedReconstruction() != Reconstruction.None,
                "Perceptual" => run.Perceptual is not null,
                _ => true,
            }).Select(term => term.Title),
        ];
    }

    private static byte[] Sheet(IReadOnlyList<CrossedMasks> sites)
    {
        using var stream = new MemoryStream();
        new ContactSheet("",
        [
            .. sites.Select(site => new SheetRow(
                site.Site, [.. Enumerable.Range(0, site.X.Count).Select(i => new SheetTile(ConditionPicture.Of(site.X[i]), $"patient {site.Ids[i].Patient}, slice {site.Ids[i].Sample}"))])),
        ]).Write(stream);
        return stream.ToArray();
    }
}
