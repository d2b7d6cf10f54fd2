using AsynDGAN.Core.Audit.Findings;
using AsynDGAN.Core.Comparison.Statistics;

namespace AsynDGAN.Core.Audit.Membership;

/// <summary>What one attack came to.</summary>
/// <param name="Attack">The attack.</param>
/// <param name="Figures">Training images against held-out ones; null where there are none.</param>
/// <param name="Exchanged">The same images under two generators, each of which was trained on one half; null where there are no two.</param>
/// <param name="IsOfTooFew">Whether it is the number of patients why there are no figures; else it tells nothing, such as a loss that is not there.</param>
internal sealed record MembershipRow(MembershipAttack Attack, MembershipFigures? Figures, MembershipFigures? Exchanged, bool IsOfTooFew)
{
    /// <summary>Chance at which an attack is said to show something, all attacks taken together.</summary>
    public const double Level = 0.05;

    /// <summary>Its figures by their keys.</summary>
    public IEnumerable<KeyValuePair<FigureKey, double?>> ByKey =>
    [
        new(Attack.Auc, Figures?.Auc), new(Attack.TruePositives, Figures?.TruePositives), new(Attack.Smallest, Figures?.Smallest), new(Attack.Floor, Figures?.Floor),
        new(Attack.Exchanged, Exchanged?.Auc),
    ];

    /// <summary>
    /// Those that show something: more than chance by the divisions of the patients, corrected for the number of attacks, and
    /// where there are two generators also with roles exchanged, since what tells the parts apart by themselves does not remain there.
    /// </summary>
    public static IReadOnlyList<MembershipRow> Showing(IReadOnlyList<MembershipRow> rows)
    {
        var tested = rows.Where(row => Tested(row) is not null).ToList();
        return [.. tested.Zip(Holm.Adjust([.. tested.Select(row => Tested(row)!.P)])).Where(row => row.Second < Level).Select(row => row.First)];
    }

    /// <summary>With roles exchanged where that could be done: what it shows is membership and nothing else.</summary>
    private static MembershipFigures? Tested(MembershipRow row) => row.Exchanged ?? row.Figures;
}
