namespace AsynDGAN.Core.Data.Sources;

/// <summary>A volume that was listed, not read.</summary>
/// <param name="Case">Its case without slices.</param>
/// <param name="Paths">The files that it is read from: the channels' in order, then the label map's, or one that holds all.</param>
/// <param name="Entry">Where in that file; empty where the files hold nothing else.</param>
internal sealed record VolumeFiles(ImageCase Case, IReadOnlyList<string> Paths, string Entry = "")
{
    /// <summary>Whether there is a label map; else the volume is to be predicted.</summary>
    public bool HasLabels { get; init; } = true;
}
