using System.Globalization;
using System.Text;
using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Configuration.Keys;
using AsynDGAN.Core.Federation;
using AsynDGAN.Core.Runs;

namespace AsynDGAN.Core.Bandwidth;

/// <summary>What AsynDGAN moves beside other ways of training over the same sites, from shapes and numbers of parameters.</summary>
/// <param name="sizes">The training.</param>
/// <param name="boundary">What crosses in which numbers.</param>
/// <param name="averagingRounds">Rounds of the segmentation network's averaging: segmentation.fedavg.rounds.</param>
public sealed class BandwidthComparison(TrainingSizes sizes, BoundaryOptions boundary, int averagingRounds)
{
    private static readonly BoundaryOptions Plain = new(), Half = new() { ElementType = ElementType.Float16 };

    private readonly AveragingCost gan = new(sizes.GanBytes, sizes.Sites), unet = new(sizes.UnetBytes, sizes.Sites);

    /// <summary>A row a way.</summary>
    public IReadOnlyList<BandwidthRow> Rows =>
    [
        AsynDgan($"AsynDGAN, as configured ({YamlValue.Of(boundary.ElementType)}{(boundary.PackConditions ? ", packed conditions" : "")}, losses: {YamlValue.Of(boundary.Losses)})", boundary),
        AsynDgan("AsynDGAN, float32", Plain),
        AsynDgan("AsynDGAN, float16 or bfloat16", Half),
        AsynDgan("AsynDGAN, float16 or bfloat16, packed conditions", Half with { PackConditions = true }),
        .. new long[] { 1, 5, 50 }.Select(steps => Averaging($"federated averaging of G and D, {steps} local {(steps == 1 ? "step" : "steps")}", steps)),
        Averaging("federated averaging of G and D, one local epoch", sizes.StepsPerEpoch),
        MdGan(),
        new("federated averaging of the U-Net alone", $"R 2 N U, R = {averagingRounds} rounds", null, averagingRounds * unet.RoundBytes),
        Over("split learning of G", "S N 2 a", steps => 2.0 * steps * sizes.Sites * Middle),
    ];

    /// <summary>Bytes of a site and step of AsynDGAN: conditions and fakes of every exchange, and a critique.</summary>
    /// <param name="crossing">What crosses in which numbers.</param>
    public long StepBytes(BoundaryOptions crossing) => sizes.Exchanges * (MessageSize.Conditions(Batch(sizes.Condition), crossing)
        + MessageSize.Synthetic(Batch(sizes.Image), crossing)) + MessageSize.Critique(Batch(sizes.Image), crossing);

    /// <summary>The comparison to be read: its letters, the table, and both sides of the break-even.</summary>
    public string ToText()
    {
        var text = new StringBuilder();
        text.AppendLine(Invariant($"""
            N = {sizes.Sites} {(sizes.Sites == 1 ? "site" : "sites")} of {sizes.Images} images an exchange, k = {sizes.Exchanges} exchanges a step, S = {sizes.Steps:N0} steps, {sizes.StepsPerEpoch:N0} an epoch.
            A site and exchange, as configured: c = {Mb(MessageSize.Conditions(Batch(sizes.Condition), boundary))} MB of conditions, f = {Mb(MessageSize.Synthetic(Batch(sizes.Image), boundary))} MB of fakes, g = {Mb(MessageSize.Critique(Batch(sizes.Image), boundary))} MB of critique.
            Weights and running statistics, one way: G and D_j W = {Mb(sizes.GanBytes)} MB, D_j alone D = {Mb(sizes.DiscriminatorBytes)} MB, the segmentation network U = {Mb(sizes.UnetBytes)} MB.
            At the middle of G, one way: a = {Mb(Middle)} MB a site and step.

            """));
        text.AppendLine(new TextTable(
            ["way", "formula", "an epoch, MB", "whole training, MB", "break-even, local steps"],
            [.. Rows.Select(row => (IReadOnlyList<string>)[row.Way, row.Formula, row.Epoch is { } epoch ? Mb(epoch) : "", Mb(row.Whole), row.BreakEven is { } steps ? Invariant($"{steps:0.0}") : ""])]).Markdown());
        var even = gan.BreakEvenSteps(StepBytes(boundary));
        var more = sizes.Steps <= even
            ? Invariant($"and the whole training has {sizes.Steps:N0}, so that it is at any number")
            : "with more federated averaging is; near that number it depends on how full the last round is";
        text.AppendLine(Invariant($"""
            Averaging G and D moves as much as AsynDGAN, as configured, at about {even:0.0} local steps a round (2 W / (k (c + f) + g)): with fewer local steps AsynDGAN
            is the cheaper one, {more}. What either learns from as many steps is another question.
            """));
        return text.ToString();
    }

    private long Middle => sizes.Images * sizes.MiddleNumbers * sizeof(float);

    private BandwidthRow AsynDgan(string way, BoundaryOptions crossing) =>
        Over(way, "S N (k (c + f) + g)", steps => (double)steps * sizes.Sites * StepBytes(crossing)) with { BreakEven = gan.BreakEvenSteps(StepBytes(crossing)) };

    private BandwidthRow Averaging(string way, long localSteps) =>
        Over(way, Invariant($"ceil(S / {localSteps}) 2 N W"), steps => (steps + localSteps - 1) / localSteps * gan.RoundBytes);

    /// <summary>
    /// MD-GAN (Hardy et al. 2019, arXiv 1811.03850): in a step every site gets two batches of fakes, one for D_j and one for G's
    /// gradient, of which that of one comes back; after each epoch every D_j goes to another site, where there is one. Conditions are
    /// taken along, which it does not have.
    /// </summary>
    private BandwidthRow MdGan()
    {
        var step = 2 * (MessageSize.Conditions(Batch(sizes.Condition)) + MessageSize.Synthetic(Batch(sizes.Image))) + MessageSize.Critique(Batch(sizes.Image));
        return sizes.Sites == 1
            ? Over("MD-GAN, no other site for D_j", "S N (2 c + 2 f + g), float32", steps => (double)steps * step)
            : Over("MD-GAN, D_j exchanged every epoch", "S N (2 c + 2 f + g) + N D a finished epoch, float32",
                steps => (double)steps * sizes.Sites * step + steps / sizes.StepsPerEpoch * (double)sizes.Sites * sizes.DiscriminatorBytes);
    }

    private BandwidthRow Over(string way, string formula, Func<long, double> bytes) => new(way, formula, bytes(sizes.StepsPerEpoch), bytes(sizes.Steps));

    private long[] Batch(IReadOnlyList<long> shape) => [sizes.Images, .. shape];

    private static string Mb(double bytes) => Invariant($"{bytes / 1e6:#,0.000}");

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
