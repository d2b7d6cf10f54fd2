using AsynDGAN.Core.Audit.Subject;
using AsynDGAN.Core.Federation;
using AsynDGAN.Core.Federation.Messages;
using static TorchSharp.torch;

namespace AsynDGAN.Core.Audit.Membership;

/// <summary>
/// What a centre is told of single samples: it draws honestly for each condition, and looks at the critique. Every sample is asked
/// about through a probe of its own, with a copy of D_j as the last checkpoint has it, members and others alike.
/// </summary>
internal static class CentreView
{
    /// <summary>The scores by attack; the higher, the more an image is taken for one that was trained on.</summary>
    /// <remarks>
    /// What was trained on is expected to have smaller losses on real images. Of gradients and of losses on fakes it is not known
    /// which is smaller.
    /// </remarks>
    public static IReadOnlyDictionary<MembershipAttack, double[]> Of(AuditedRun run, IReadOnlyList<AskedImage> images, Action<int> progress, CancellationToken stop)
    {
        var (asked, counting) = (0, new Lock());
        var answers = run.Each(images.Count, i =>
        {
            stop.ThrowIfCancellationRequested();
            var answer = Ask(run, images[i]);
            lock (counting)
            {
                progress(++asked);
            }

            return answer;
        });
        var scores = new Dictionary<MembershipAttack, double[]> { [MembershipAttack.Gradient] = [.. answers.Select(answer => -answer.Gradient)] };
        var crossing = LossTerms.Crossing(run.Experiment.Boundary.Losses);
        foreach (var (term, attack) in MembershipAttack.Losses.Where(loss => crossing.Contains(loss.Term)))
        {
            scores[attack] = [.. answers.Select(answer => -answer.Losses[term.Name])];
        }

        return scores;
    }

    private static (double Gradient, IReadOnlyDictionary<string, double> Losses) Ask(AuditedRun run, AskedImage image)
    {
        using var scope = NewDisposeScope();
        var exchange = Math.Max(0, run.StepsDone - 1) * run.Experiment.Training.DiscriminatorSteps;
        using var probe = run.Open(image.Site, new OneSample(image.Samples, image.Position), exchange);
        var site = run.AcrossBoundary(probe);
        var fakes = run.Draw(site.Draw(exchange, 1).X, image.Site.Name);
        var critique = site.Answer(exchange, new Synthetic(exchange, fakes, wantsCritique: true))!;
        var losses = critique.Losses.cpu().data<float>().ToArray();
        return (
            critique.Gradient.norm().item<float>(),
            LossTerms.Crossing(run.Experiment.Boundary.Losses).Index().ToDictionary(term => term.Item.Name, term => (double)losses[term.Index]));
    }
}
