using AsynDGAN.Core.Comparison.Statistics;
using AsynDGAN.Core.Mixture;
using AsynDGAN.Core.Platform;

namespace AsynDGAN.Core.Audit.Membership;

/// <summary>How well an attack tells images that were trained on from others. Patients are the units of all that is said of chance.</summary>
/// <param name="Auc">The area under its ROC curve: how often it gives the higher score to the member of a pair; 0.5 is chance.</param>
/// <param name="AucInterval">Of that, 95%.</param>
/// <param name="TruePositives">The share of the members that it finds where it takes 1 in 100 others for one.</param>
/// <param name="TruePositivesInterval">Of that, likewise.</param>
/// <param name="Smallest">The AUC that 5 in 100 random divisions of the same patients into groups of these sizes exceed: a smaller one shows nothing.</param>
/// <param name="P">The share of such divisions whose AUC is at least this one.</param>
/// <param name="Floor">The AUC that 5 in 100 divisions of the members alone into two random halves exceed; null below 10 of them.</param>
public sealed record MembershipFigures(
    double Auc, ConfidenceInterval AucInterval, double TruePositives, ConfidenceInterval TruePositivesInterval, double Smallest, double P, double? Floor)
{
    /// <summary>At which the true positives are counted.</summary>
    public const double FalsePositives = 0.01;

    /// <summary>Resamples of the patients, and divisions of them.</summary>
    internal const int Resamples = 2000;

    /// <summary>Percent of the divisions below what is shown.</summary>
    private const double Shown = 95;

    /// <summary>The figures of an attack.</summary>
    /// <param name="members">Images that were trained on.</param>
    /// <param name="others">Others, of other patients.</param>
    /// <param name="eitherWay">Whether it is taken the other way round where that tells more. Of divisions, too: what is chance is then above 0.5.</param>
    /// <returns>Null below 5 patients of either group: of so few nothing can be said.</returns>
    public static MembershipFigures? Of(ScoredImages members, ScoredImages others, bool eitherWay = false)
    {
        if (Math.Min(members.ByPatient.Count, others.ByPatient.Count) < Bootstrap.FewestPatients)
        {
            return null;
        }

        var roc = new PatientRoc([.. members.ByPatient, .. others.ByPatient]);
        if (eitherWay && roc.Auc([.. Enumerable.Range(0, members.ByPatient.Count)], [.. Enumerable.Range(members.ByPatient.Count, others.ByPatient.Count)]) < 0.5)
        {
            roc = new PatientRoc([.. members.ByPatient.Concat(others.ByPatient).Select(scores => Array.ConvertAll(scores, score => -score))]);
        }

        var (ofMembers, all) = (members.ByPatient.Count, members.ByPatient.Count + others.ByPatient.Count);
        int[] a = [.. Enumerable.Range(0, ofMembers)], b = [.. Enumerable.Range(ofMembers, all - ofMembers)];
        var (auc, found) = (roc.Auc(a, b), roc.TruePositives(a, b, FalsePositives));
        var floor = ofMembers < 2 * Bootstrap.FewestPatients ? (double?)null : Percentile.Of(Divisions(roc, a, ofMembers / 2, eitherWay, 2), Shown);
        var random = SplitMix64.For(0, RandomPurpose.Bootstrap);
        var (aucs, shares) = (new double[Resamples], new double[Resamples]);
        for (var i = 0; i < Resamples; i++)
        {
            var (drawnMembers, drawnOthers) = (Draw(a, random), Draw(b, random));
            (aucs[i], shares[i]) = (roc.Auc(drawnMembers, drawnOthers), roc.TruePositives(drawnMembers, drawnOthers, FalsePositives));
        }

        var divisions = Divisions(roc, [.. a, .. b], ofMembers, eitherWay, 1);
        return new MembershipFigures(
            auc, Interval(auc, aucs), found, Interval(found, shares), Percentile.Of(divisions, Shown),
            (1 + divisions.Count(division => division >= auc)) / (1.0 + divisions.Length), floor);
    }

    /// <summary>The AUC of so many of the patients, chosen at random, against the rest.</summary>
    private static double[] Divisions(PatientRoc roc, int[] patients, int chosen, bool eitherWay, long use)
    {
        var random = SplitMix64.For(0, RandomPurpose.Bootstrap, "", use);
        var aucs = new double[Resamples];
        for (var i = 0; i < Resamples; i++)
        {
            int[] order = [.. random.Permutation(patients.Length).Select(place => patients[place])];
            var auc = roc.Auc(order[..chosen], order[chosen..]);
            aucs[i] = eitherWay ? Math.Max(auc, 1 - auc) : auc;
        }

        return aucs;
    }

    private static int[] Draw(int[] patients, SplitMix64 random) => Array.ConvertAll(patients, _ => patients[random.Below(patients.Length)]);

    private static ConfidenceInterval Interval(double value, double[] resampled)
    {
        const double Tail = 100 * (1 - Bootstrap.Level) / 2;
        return new ConfidenceInterval(value, Percentile.Of(resampled, Tail), Percentile.Of(resampled, 100 - Tail));
    }
}
