using System.Text;
using AsynDGAN.Cli.Display;

namespace AsynDGAN.Tests.Cli;

public class ForgivingWriterTests
{
    [Test]
    public void What_follows_a_line_that_found_no_room_is_written()
    {
        using var inner = new FullForAWhile();
        using var writer = new ForgivingWriter(inner);
        writer.WriteLine("lost");
        inner.HasRoom = true;
        writer.WriteLine("kept");
        Assert.That(inner.Written.ToString(), Is.EqualTo("kept\n"));
    }

    private sealed class FullForAWhile : TextWriter
    {
        public StringBuilder Written { get; } = new();

        public bool HasRoom { get; set; }

        public override Encoding Encoding => Encoding.UTF8;

        public override void WriteLine(string? value) =>
            Written.Append(HasRoom ? value + "\n" : throw new IOException("No space left on device"));
    }
}
