using AsynDGAN.Core.Configuration;

namespace AsynDGAN.Core.Data.Sources;

/// <summary>The files of one picture with its nuclei.</summary>
/// <param name="Name">The case's, and its patient's where no other picture is of the same person.</param>
/// <param name="Institution">Hospital, organ or look.</param>
/// <param name="Part">The part that the source prescribes; null where it prescribes none.</param>
/// <param name="Image">The picture, or the file that holds it.</param>
/// <param name="Outlines">What tells the nuclei, in order, or where in the file they are.</param>
internal sealed record InstanceFiles(string Name, string Institution, DataPart? Part, string Image, IReadOnlyList<string> Outlines)
{
    /// <summary>Whether the picture is an entry of a file that holds many.</summary>
    public bool IsEntry { get; init; }
}
