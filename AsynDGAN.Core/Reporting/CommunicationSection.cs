using System.Globalization;
using AsynDGAN.Core.Bandwidth;
using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Csv;
using AsynDGAN.Core.Federation;
using AsynDGAN.Core.Runs;

namespace AsynDGAN.Core.Reporting;

/// <summary>What crossed the sites' boundary, beside what federated averaging would have moved.</summary>
internal static class CommunicationSection
{
    private const double Megabyte = 1e6;

    // A site each in the condition, and what else it shows.
    private const int MostChannels = 1100;

    public static Html? Of(RunFolder folder, Experiment experiment)
    {
        var traffic = Read(folder);
        if (traffic.Count == 0)
        {
            return null;
        }

        var kinds = traffic.GroupBy(t => (t.Direction, t.Kind)).OrderByDescending(g => g.Sum(t => t.Bytes));
        var sites = traffic.Select(t => t.Site).Distinct().Count();
        return $"""
            <h2>What crossed the boundary</h2>
            <p>Between the centre and {sites} {(sites == 1 ? "site" : "sites")}, {traffic.Sum(t => t.Bytes) / Megabyte:#,0.0} MB in all: conditions, fakes, and the gradients
            that answer them. Images, discriminators and optimizers have no message.</p>
            <div class="scroll"><table>
            <tr><th>message</th><th>direction</th><th class="number">messages</th><th class="number">MB</th></tr>
            {Html.Each(kinds, kind => $"""
                <tr><td>{kind.Key.Kind}</td><td>{kind.Key.Direction}</td><td class="number">{kind.Sum(t => t.Messages):#,0}</td><td class="number">{kind.Sum(t => t.Bytes) / Megabyte:#,0.00}</td></tr>

                """)}
            </table></div>
            {(experiment is { Sites.Mode: SiteMode.Distributed, Data.Source: not DataSource.Gaussian } ? Averaging(traffic, sites, experiment) : null)}
            """;
    }

    private static Html? Averaging(IReadOnlyList<Traffic> traffic, int sites, Experiment experiment)
    {
        var (conditions, fakes, critiques) = (Of("conditions"), Of("fakes"), Of("critique"));
        if (conditions.Messages == 0 || fakes.Messages == 0 || critiques.Messages == 0)
        {
            return null;
        }

        var (conditionChannels, imageChannels) = (Channels(conditions, experiment, MessageSize.Conditions), Channels(fakes, experiment, MessageSize.Synthetic));
        if (conditionChannels == 0 || imageChannels == 0)
        {
            return null;
        }

        var gan = new AveragingCost(NetworkBytes.OfGan(experiment, conditionChannels, imageChannels), sites);
        var unet = new AveragingCost(NetworkBytes.OfUnet(experiment, imageChannels), sites);
        var moved = conditions.Bytes + fakes.Bytes + critiques.Bytes;
        var step = (double)moved / critiques.Messages;
        var (steps, rounds) = (critiques.Messages / sites, experiment.Segmentation.Fedavg.Rounds);
        var more = steps <= gan.BreakEvenSteps(step)
            ? string.Create(CultureInfo.InvariantCulture, $"and it has {steps:#,0}, so that it is at any number")
            : "with more federated averaging is";
        return $"""
            <h3>Beside federated averaging</h3>
            <div class="scroll"><table>
            <tr><th>way</th><th class="number">a site, MB</th><th class="number">all sites, MB</th></tr>
            <tr><td>this training: {steps:#,0} steps of conditions, fakes and critiques</td><td class="number">{step / Megabyte:0.000} a step</td><td class="number">{moved / Megabyte:#,0.0}</td></tr>
            <tr><td>averaging generator and discriminator, each round</td><td class="number">{gan.NetworkBytes / Megabyte:0.000} each way</td><td class="number">{gan.RoundBytes / Megabyte:#,0.0}</td></tr>
            <tr><td>averaging the segmentation network, each round</td><td class="number">{unet.NetworkBytes / Megabyte:0.000} each way</td><td class="number">{unet.RoundBytes / Megabyte:#,0.0}</td></tr>
            <tr><td>averaging the segmentation network, {rounds} rounds (segmentation.fedavg.rounds)</td><td></td><td class="number">{rounds * unet.RoundBytes / Megabyte:#,0.0}</td></tr>
            </table></div>
            <p>Were generator and discriminator trained by federated averaging instead, both would cross once each way for every site and round. With
            about {gan.BreakEvenSteps(step):0.0} local steps a round that moves as much as this training did in as many steps. With fewer local steps this training is the cheaper one,
            {more}. A round of averaging the segmentation network alone moves as much as {unet.BreakEvenSteps(step):0.0} steps of this training.</p>

            """;

        (long Messages, long Bytes) Of(string kind) =>
            (traffic.Where(t => t.Kind == kind).Sum(t => t.Messages), traffic.Where(t => t.Kind == kind).Sum(t => t.Bytes));
    }

    /// <summary>
    /// Channels of the pictures that crossed: those whose messages have as many bytes. The configuration does not tell them: classes
    /// and sites.in_condition add channels, and an image has as many as its source.
    /// </summary>
    private static int Channels((long Messages, long Bytes) crossed, Experiment experiment, Func<IReadOnlyList<long>, BoundaryOptions, long> size)
    {
        long side = experiment.Data.ImageSize, bytes = crossed.Bytes / crossed.Messages;
        return Enumerable.Range(0, MostChannels).MinBy(channels => Math.Abs(size([experiment.Training.BatchSize, channels, side, side], experiment.Boundary) - bytes));
    }

    private static IReadOnlyList<Traffic> Read(RunFolder folder)
    {
        if (!File.Exists(folder.Communication))
        {
            return [];
        }

        return
        [
            .. CsvTable.ReadOwn(folder.Communication, ["site", "direction", "kind", "messages", "bytes"]).Select(row => new Traffic(
                row.Fields["site"], row.Fields["direction"], row.Fields["kind"], row.Long("messages"), row.Long("bytes"))),
        ];
    }
}
