using AsynDGAN.Core.Data.Preparation;
using AsynDGAN.Core.Platform;
using static TorchSharp.torch;

namespace AsynDGAN.Tests.Data.Preparation;

public class InstanceBoundaryTests
{
    private const int Height = 17, Width = 23;

    [Test]
    public void Both_lines_are_those_of_the_definition_pixel_by_pixel()
    {
        using var scope = NewDisposeScope();
        var random = SplitMix64.For(5, RandomPurpose.Phantom);
        for (var trial = 0; trial < 20; trial++)
        {
            // Blocks of a few numbers, half of them background.
            var blocks = Enumerable.Range(0, 30).Select(_ => Math.Max(0, random.Below(8) - 3)).ToArray();
            var labels = Enumerable.Range(0, Height * Width).Select(i => (float)blocks[(i / Width / 4 * 6 + i % Width / 4) % 30]).ToArray();
            var numbers = tensor(labels, [1, 1, Height, Width]);
            Assert.That(InstanceBoundary.BetweenTouching(numbers).data<float>().ToArray(), Is.EqualTo(Plain(labels, other => other > 0)));
            Assert.That(InstanceBoundary.Around(numbers).data<float>().ToArray(), Is.EqualTo(Plain(labels, _ => true)));
        }
    }

    /// <summary>1 for a pixel of a nucleus with another number among its neighbours that counts.</summary>
    private static IEnumerable<float> Plain(float[] labels, Func<float, bool> counts)
    {
        for (var i = 0; i < labels.Length; i++)
        {
            var (row, column, own) = (i / Width, i % Width, labels[i]);
            var neighbours = from y in Enumerable.Range(Math.Max(0, row - 1), Math.Min(Height - 1, row + 1) - Math.Max(0, row - 1) + 1)
                             from x in Enumerable.Range(Math.Max(0, column - 1), Math.Min(Width - 1, column + 1) - Math.Max(0, column - 1) + 1)
                             select labels[y * Width + x];
            yield return own > 0 && neighbours.Any(other => other != own && counts(other)) ? 1 : 0;
        }
    }
}
