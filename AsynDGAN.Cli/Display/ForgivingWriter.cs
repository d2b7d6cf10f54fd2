using System.Text;
using AsynDGAN.Core.Comparison.Jobs;

namespace AsynDGAN.Cli.Display;

/// <summary>
/// Standard output or error where it may be closed, or a file on a full disk: what cannot be written is lost, and the work
/// goes on.
/// </summary>
internal sealed class ForgivingWriter(TextWriter inner) : TextWriter
{
    public override Encoding Encoding => inner.Encoding;

    /// <summary>Puts itself before both streams, for everything that writes to the console after that.</summary>
    public static void Install()
    {
        if (OperatingSystem.IsWindows())
        {
            // Its code pages lack names and signs. A console may refuse.
            Try(() => Console.OutputEncoding = Encoding.UTF8);
        }

        Console.SetOut(new ForgivingWriter(Opened(() => ChildProgram.IsChild ? Utf8(Console.OpenStandardOutput()) : Console.Out)));
        Console.SetError(new ForgivingWriter(Opened(() => ChildProgram.IsChild ? Utf8(Console.OpenStandardError()) : Console.Error)));
    }

    public override void Write(char value) => Try(() => inner.Write(value));

    public override void Write(char[] buffer, int index, int count) => Try(() => inner.Write(buffer, index, count));

    public override void Write(string? value) => Try(() => inner.Write(value));

    public override void WriteLine(string? value) => Try(() => inner.WriteLine(value));

    public override void Flush() => Try(inner.Flush);

    /// <summary>A parent reads UTF-8, whatever a console would show.</summary>
    private static StreamWriter Utf8(Stream stream) => new(stream, new UTF8Encoding(false)) { AutoFlush = true };

    private static TextWriter Opened(Func<TextWriter> open)
    {
        var writer = Null;
        Try(() => writer = open());
        return writer;
    }

    private static void Try(Action write)
    {
        try
        {
            write();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // There is no other place to say it.
        }
    }
}
