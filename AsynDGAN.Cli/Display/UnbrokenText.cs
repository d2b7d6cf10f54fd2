using Spectre.Console.Rendering;

namespace AsynDGAN.Cli.Display;

/// <summary>Lines that stay whole, however long: the terminal wraps them, and a command that is copied from it has no line's end in it.</summary>
/// <param name="parts">What is written, one part behind the other.</param>
internal sealed class UnbrokenText(params Segment[] parts) : Renderable
{
    protected override IEnumerable<Segment> Render(RenderOptions options, int maxWidth) => [.. parts, Segment.LineBreak];
}
