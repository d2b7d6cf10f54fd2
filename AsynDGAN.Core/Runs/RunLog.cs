namespace AsynDGAN.Core.Runs;

/// <summary>Says what a run does, to its user and to log.txt.</summary>
/// <param name="path">The file; it is made with its first line.</param>
/// <param name="display">Where progress is shown, which the file does not keep.</param>
public sealed class RunLog(string path, IRunDisplay display)
{
    /// <summary>How the line begins that a resumed run says first.</summary>
    internal const string GoesOn = "goes on after step ";

    private bool warned;

    /// <summary>Where progress is shown, which the file does not keep.</summary>
    public IRunDisplay Display { get; } = display;

    /// <summary>The lines of a run's file; none where there is no file, or a device in its place: one may be read without end.</summary>
    internal static IReadOnlyList<string> Lines(string path)
    {
        if (!File.Exists(path))
        {
            return [];
        }

        using var stream = File.OpenRead(path);
        using var reader = new StreamReader(stream);
        return stream.CanSeek && stream.Length > 0 ? reader.ReadToEnd().Split('\n') : [];
    }

    /// <summary>Whether the run was resumed once.</summary>
    internal static bool TellsOfResume(string path) => Lines(path).Any(line => line.Contains("Z " + GoesOn, StringComparison.Ordinal));

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

    /// <summary>
    /// A line for the file alone. Where it cannot be written, since the disk is full perhaps, the user is warned once, and the
    /// run goes on: no result depends on it.
    /// </summary>
    public void Note(string line)
    {
        try
        {
            File.AppendAllText(path, $"{DateTime.UtcNow:yyyy-MM-dd'T'HH:mm:ss'Z'} {Visible.Message(line)}\n");
        }
        catch (Exception e) when (WriteFault.Is(e))
        {
            if (!warned)
            {
                warned = true;
                Display.Warn($"{path} cannot be written: {e.Message} The run goes on without these lines.");
            }
        }
    }
}
