using System.Text;
using AsynDGAN.Core;
using AsynDGAN.Core.Comparison.Jobs;

namespace AsynDGAN.Cli.Display;

/// <summary>
/// Standard output or error where it may be closed, or a file on a full disk: what cannot be written is lost, and the work
/// goes on. What of it was the answer itself is said at the end.
/// </summary>
internal sealed class ForgivingWriter(TextWriter inner) : TextWriter
{
    private static ForgivingWriter? output;
    private string? fault;

    /// <summary>Why standard output was not written whole; null where it was, or where its reader closed it.</summary>
    public static string? OutputFault => output?.fault;

    public override Encoding Encoding => inner.Encoding;

    /// <summary>Puts itself before both streams, for everything that writes to the console after that.</summary>
    public static void Install()
    {
        if (OperatingSystem.IsWindows())
        {
            // Its code pages lack names and signs. A console may refuse.
            Try(() => Console.OutputEncoding = Encoding.UTF8);
        }

        output = new ForgivingWriter(Opened(() => ChildProgram.IsChild ? Utf8(Console.OpenStandardOutput()) : Console.Out));
        Console.SetOut(output);
        Console.SetError(new ForgivingWriter(Opened(() => ChildProgram.IsChild ? Utf8(Console.OpenStandardError()) : Console.Error)));
    }

    public override void Write(char value) => Forgive(() => inner.Write(value));

    public override void Write(char[] buffer, int index, int count) => Forgive(() => inner.Write(buffer, index, count));

    public override void Write(string? value) => Forgive(() => inner.Write(value));

    public override void WriteLine(string? value) => Forgive(() => inner.WriteLine(value));

    public override void Flush() => Forgive(inner.Flush);

    /// <summary>A parent reads UTF-8, whatever a console would show.</summary>
    private static StreamWriter Utf8(Stream stream) => new(stream, new UTF8Encoding(false)) { AutoFlush = true };

    private static TextWriter Opened(Func<TextWriter> open)
    {
        var writer = Null;
        Try(() => writer = open());
        return writer;
    }

    /// <summary>Writes after one that failed too: a disk may have room again.</summary>
    private void Forgive(Action write)
    {
        var found = Try(write);
        fault ??= found;
    }

    /// <returns>What was wrong; null where nothing was.</returns>
    private static string? Try(Action write)
    {
        try
        {
            write();
            return null;
        }
        catch (Exception e) when (WriteFault.Is(e))
        {
            return e.Message;
        }
    }
}
