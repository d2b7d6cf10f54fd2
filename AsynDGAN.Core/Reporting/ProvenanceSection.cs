using AsynDGAN.Core.Runs;

namespace AsynDGAN.Core.Reporting;

/// <summary>Which program, machine and data made the run.</summary>
internal static class ProvenanceSection
{
    public static Html? Of(RunFolder folder)
    {
        var entries = ProvenanceRecord.Read(folder);
        return entries.Count == 0 ? null : (Html)$"""
            <h2>Provenance</h2>
            <div class="scroll"><table>
            {Html.Each(entries, e => $"<tr><th>{e.Name.Replace('_', ' ')}</th><td>{e.Value}</td></tr>\n")}
            </table></div>

            """;
    }
}
