namespace AsynDGAN.Core.Runs;

/// <summary>Says what a run does, to its user and to log.txt.</summary>
/// <param name="path">The file; it is made with its first line.</param>
/// <param name="display">Where progress is shown, which the file does not keep.</param>
public sealed class RunLog(string path, IRunDisplay display)
{
    /// <summary>Where progress is shown, which the file does not keep.</summary>
    public IRunDisplay Display { get; } = display;

    /// <summary>A line for the user and the file.</summary>
    public void Say(string line)
    {
        Note(line);
        Display.Say(line);
    }

    /// <summary>A warning for the user and the file.</summary>
    public void Warn(string line)
    {
        Note("warning: " + line);
        Display.Warn(line);
    }

    /// <summary>A line for the file alone.</summary>
    /// <exception cref="UserException">The disk is full, or the file cannot be written.</exception>
    public void Note(string line)
    {
        try
        {
            File.AppendAllText(path, $"{DateTime.UtcNow:yyyy-MM-dd'T'HH:mm:ss'Z'} {Visible.Message(line)}\n");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserException($"{path} cannot be written: {e.Message}", "Check the free space and the permissions of its folder.");
        }
    }
}
