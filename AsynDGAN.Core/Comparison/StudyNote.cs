namespace AsynDGAN.Core.Comparison;

/// <summary>A paragraph of what a comparison's tables rest on: a line of notes.csv, which is written with them.</summary>
/// <param name="Note">Its text, in which names are as they are.</param>
public sealed record StudyNote(string Note)
{
    internal const string File = "notes.csv";
}
