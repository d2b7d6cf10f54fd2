namespace AsynDGAN.Core.Runs;

/// <summary>Says what a run does, to its user and to log.txt.</summary>
public sealed class RunLog(string path, IRunDisplay display) : IDisposable
{
    private readonly StreamWriter file = new(path, append: true) { AutoFlush = true };

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
    public void Note(string line) => file.WriteLine($"{DateTime.UtcNow:yyyy-MM-dd'T'HH:mm:ss'Z'} {line}");

    /// <inheritdoc />
    public void Dispose() => file.Dispose();
}
