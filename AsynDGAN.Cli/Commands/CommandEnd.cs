namespace AsynDGAN.Cli.Commands;

/// <summary>How a command ended, for programs that read it.</summary>
/// <param name="ExitCode">What the process returns.</param>
/// <param name="Folder">The folder that it wrote; null where there is none.</param>
/// <param name="Figures">What came of it: an object whose properties are fields of the record, or a list of such objects for a list of records; warnings among them follow the command's own; null where nothing did.</param>
internal sealed record CommandEnd(int ExitCode, string? Folder = null, object? Figures = null)
{
    /// <summary>What was wrong; null where nothing was.</summary>
    public string? Message { get; init; }

    /// <summary>What to do about it.</summary>
    public string? Hint { get; init; }
}
