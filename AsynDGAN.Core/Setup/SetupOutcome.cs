namespace AsynDGAN.Core.Setup;

/// <summary>What <c>init</c> has written.</summary>
/// <param name="Configuration">The YAML file.</param>
/// <param name="Manifest">The CSV; null where none was needed.</param>
/// <param name="Name">The run's name.</param>
public sealed record SetupOutcome(string Configuration, string? Manifest, string Name)
{
    /// <summary>What was written, and the commands to run next.</summary>
    public IReadOnlyList<string> Lines
    {
        get
        {
            var file = Configuration.Contains(' ') ? $"\"{Configuration}\"" : Configuration;
            return
            [
                $"written: {Configuration}{(Manifest is null ? "" : $" and {Manifest}")}",
                "next: how the data were understood, a training, the comparison, and masks of new images:",
                $"    asyndgan data    --config {file}",
                $"    asyndgan train   --config {file}",
                $"    asyndgan compare --config {file}",
                $"    asyndgan predict --model {Path.Combine("runs", $"compare-{Name}", "segmentation", "networks", "AsynDGAN_split-7_asyndgan-7_seed-1.safetensors")} --images DIR --out predictions",
            ];
        }
    }
}
