using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Configuration.Keys;
using AsynDGAN.Core.Configuration.Reading;

namespace AsynDGAN.Core.Reporting;

/// <summary>The settings that differ from the defaults, and all of them folded away.</summary>
internal static class SettingsSection
{
    public static Html Of(Experiment experiment)
    {
        var differences = ExperimentDifference.Between(new Experiment { Name = experiment.Name }, experiment);
        return $"""
            <h2>Settings</h2>
            {(differences.Count == 0 ? (Html)$"<p>All as the defaults.</p>" : Table(differences))}
            <details><summary>The whole configuration</summary><pre>{ExperimentWriter.Write(experiment)}</pre></details>

            """;
    }

    private static Html Table(IReadOnlyList<ExperimentDifference> differences) => $"""
        <div class="scroll"><table>
        <tr><th>key</th><th>here</th><th>default</th></tr>
        {Html.Each(differences, d => $"<tr><td>{d.Key}</td><td>{d.New}</td><td>{d.Old}</td></tr>\n")}
        </table></div>
        """;
}
