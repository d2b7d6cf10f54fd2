using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Data.Batches;
using AsynDGAN.Core.Federation.Messages;
using AsynDGAN.Core.Platform;
using static TorchSharp.torch;

namespace AsynDGAN.Core.Federation;

/// <summary>
/// A hospital simulated in this process: its pairs, and where it learns its discriminator D_j. Everything private stays in
/// here; what it lets out passes through <see cref="ISite"/>.
/// </summary>
public sealed class LocalSite : ISite, IDisposable
{
    private readonly int seed;
    private readonly IPairs training;
    private readonly IPairs validation;
    private readonly LocalDiscriminator? discriminator;
    private readonly SiteRecords? records;
    private readonly SiteReals reals;
    private readonly int[] trainingOrder;
    private readonly int[] validationOrder;
    private readonly BatchOrder order;
    private readonly KeptAnswers? answers;

    // The pair of the exchange that is open: from Draw to its Answer.
    private (long Exchange, PairBatch Pair)? open;

    /// <param name="name">The site's name.</param>
    /// <param name="seed">The run's seed.</param>
    /// <param name="training">The pairs that D_j learns from.</param>
    /// <param name="validation">The pairs that are looked at only.</param>
    /// <param name="discriminator">D_j, owned from here on; null at a site that lists conditions and answers nothing.</param>
    /// <param name="records">Where the site keeps its sheets and its record of copying; null: nowhere.</param>
    /// <param name="questions">Which exchanges' numbers are answered.</param>
    /// <param name="images">Images of each exchange, where they are answered in order; null: D_j's batch size.</param>
    public LocalSite(
        string name, int seed, IPairs training, IPairs validation, LocalDiscriminator? discriminator = null, SiteRecords? records = null,
        SiteQuestions questions = SiteQuestions.Any, int? images = null)
    {
        (this.seed, this.training, this.validation, this.discriminator, this.records) = (seed, training, validation, discriminator, records);
        Profile = new SiteProfile(name, training.Count, training.ConditionShape, training.ImageShape);
        order = new BatchOrder(seed, name, training.Count);
        trainingOrder = InOrder(training);
        validationOrder = Look(InOrder(validation));
        answers = questions == SiteQuestions.Any ? null : new KeptAnswers(name, questions == SiteQuestions.InOrder ? images ?? Discriminator.Settings.Training.BatchSize : null);
        reals = new SiteReals(training, Look(trainingOrder), validation, validationOrder);
    }

    private LocalDiscriminator Discriminator =>
        discriminator ?? throw new InvalidOperationException($"site {Profile.Name} has no discriminator: it lists conditions only");

    /// <inheritdoc />
    public SiteProfile Profile { get; }

    /// <inheritdoc />
    public Conditions Draw(long exchange, int count)
    {
        using var phase = StepPhase.Begin(StepPhase.Draw);
        using var scope = NewDisposeScope();
        Close();
        var pair = PairOf(exchange, count);
        open = (exchange, pair.DetachFromDisposeScope());
        var conditions = new Conditions(exchange, pair.Condition, [.. order.Indices(count, exchange).Select(p => training.Ids[p])]);
        conditions.X.MoveToOuterDisposeScope();
        return conditions;
    }

    /// <inheritdoc />
    public Critique? Answer(long exchange, Synthetic fakes)
    {
        using var scope = NewDisposeScope();
        if (answers?.Has(exchange) == true)
        {
            return ToOuterScope(answers.Of(exchange));
        }

        var count = (int)fakes.Images.shape[0];
        answers?.RefuseOutOfOrder(exchange, count);

        // A pair is a function of the exchange's number: a late or repeated answer makes it again.
        var pair = open is { } drawn && drawn.Exchange == exchange && drawn.Pair.Image.shape[0] == count ? drawn.Pair : PairOf(exchange, count);
        Critique? critique = null;
        if (fakes.WantsCritique)
        {
            var (gradient, losses) = Discriminator.Answer(exchange, pair, fakes.Images);
            critique = new Critique(exchange, gradient, Crossing(exchange, losses));
        }
        else
        {
            Discriminator.Update(exchange, pair, fakes.Images);
        }

        Close();
        answers?.Keep(exchange, critique);
        return ToOuterScope(critique);
    }

    /// <inheritdoc />
    public Conditions Enumerate(DataPart part, int from, int count)
    {
        using var scope = NewDisposeScope();
        var pairs = PairsOf(part);
        int[] positions = [.. (part == DataPart.Validation ? validationOrder : trainingOrder).Skip(from).Take(count)];
        var conditions = new Conditions(from, pairs.Take(positions, null).Condition, [.. positions.Select(p => pairs.Ids[p])]);
        conditions.X.MoveToOuterDisposeScope();
        return conditions;
    }

    /// <inheritdoc />
    public void Preview(int epoch, DataPart part, Synthetic fakes)
    {
        using var scope = NewDisposeScope();
        var order = part == DataPart.Validation ? validationOrder : Look(trainingOrder);
        records?.Keep(epoch, part, PairsOf(part), order[..(int)fakes.Images.shape[0]], fakes.Images, reals);
    }

    /// <inheritdoc cref="LocalDiscriminator.FirstNotFinite"/>
    public string? FirstNotFinite() => Discriminator.FirstNotFinite();

    /// <summary>Everything that the site needs to go on: D_j and its optimizer. Written by the simulation, never by the centre.</summary>
    /// <returns>The file's checksum.</returns>
    public string Save(string path) => Discriminator.Save(path);

    /// <summary>Goes on from what <see cref="Save"/> wrote.</summary>
    /// <returns>The file's checksum; null where it carries none.</returns>
    /// <exception cref="UserException">The file is damaged or of another network.</exception>
    public string? Load(string path) => Discriminator.Load(path);

    /// <summary>Takes the exchanges from 0 to before this one as answered, by a process that has ended.</summary>
    public void GoOnFrom(long exchange) => answers?.GoOnFrom(exchange);

    /// <inheritdoc />
    public void Dispose()
    {
        Close();
        answers?.Dispose();
        discriminator?.Dispose();
    }

    /// <summary>What of the losses crosses; where not all do, the site keeps its own record of them.</summary>
    private Tensor Crossing(long exchange, Tensor losses)
    {
        var (choice, training) = (Discriminator.Settings.Boundary.Losses, Discriminator.Settings.Training);
        var step = exchange / training.DiscriminatorSteps + 1;
        if (choice != BoundaryLosses.All && (step % training.LogEvery == 0 || step == Discriminator.Settings.LastStep))
        {
            records?.Keep(step, losses);
        }

        return LossTerms.Crossing(choice, losses);
    }

    private static Critique? ToOuterScope(Critique? critique)
    {
        critique?.Gradient.MoveToOuterDisposeScope();
        critique?.Losses.MoveToOuterDisposeScope();
        return critique;
    }

    private void Close()
    {
        open?.Pair.Dispose();
        open = null;
    }

    private PairBatch PairOf(long exchange, int count) => order.Pairs(training, count, exchange);

    /// <summary>Positions by number, so that the order in which they cross tells no more than the numbers do.</summary>
    private static int[] InOrder(IPairs pairs) => [.. Enumerable.Range(0, pairs.Count).OrderBy(position => pairs.Ids[position].Sample)];

    /// <summary>The same positions in the order of previews.</summary>
    private int[] Look(int[] positions) => [.. PreviewOrder.Of(seed, Profile, positions.Length).Select(i => positions[i])];

    private IPairs PairsOf(DataPart part) => part switch
    {
        DataPart.Training => training,
        DataPart.Validation => validation,
        _ => throw new ArgumentOutOfRangeException(nameof(part), part, "test samples take part in nothing before the evaluation"),
    };
}
