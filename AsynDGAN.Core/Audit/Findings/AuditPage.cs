using AsynDGAN.Core.Reporting;

namespace AsynDGAN.Core.Audit.Findings;

/// <summary>audit.html: what was tried, what was learned and what to change, for one who decides on it.</summary>
internal static class AuditPage
{
    /// <param name="name">The experiment's name.</param>
    /// <param name="facts">What was audited, a fact each.</param>
    /// <param name="sections">What was found.</param>
    public static Html Of(string name, IReadOnlyList<string> facts, IReadOnlyList<AuditSection> sections) => HtmlPage.Of($"Privacy audit of {name}", $"""
        <p class="facts">{string.Join(" · ", facts)}</p>
        <p>This page attacks one training with its own means. The attacker is a centre that sees what the hospitals' computers send it, and may ask them anything that
        their program answers; where a section says so, someone who also holds what should have stayed in the hospitals. The real images serve to judge what was
        recovered, and for nothing else. <strong>An audit that finds nothing proves nothing</strong>: others may attack better, and no figure below is a guarantee.</p>
        <div class="scroll"><table>
        <tr><th>examined</th><th>outcome</th><th>what was learned</th><th>what to change</th></tr>
        {Html.Each(sections, section => $"<tr><td>{section.Title}</td><td>{Word(section.Verdict)}</td><td>{section.Learned}</td><td>{section.Change}</td></tr>\n")}
        </table></div>
        {Html.Each(sections, section => $"""
            <h2>{section.Title}</h2>
            <p><strong>Tried.</strong> {section.Tried}</p>
            <p><strong>Learned.</strong> {section.Learned}</p>
            <p><strong>What to change.</strong> {section.Change}</p>
            {section.Details}

            """)}
        """);

    private static string Word(Verdict verdict) => verdict switch
    {
        Verdict.ByDesign => "crosses by design",
        Verdict.Found => "leaks",
        Verdict.NothingFound => "nothing found",
        Verdict.NotMeasured => "could not be measured",
        _ => throw new ArgumentOutOfRangeException(nameof(verdict), verdict, "no such verdict"),
    };
}
