using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Data.Batches;
using AsynDGAN.Core.Federation;
using AsynDGAN.Core.Federation.Messages;
using static TorchSharp.torch;

namespace AsynDGAN.Tests.Synthesis;

/// <summary>A site that lists training conditions and fails whoever asks for anything else.</summary>
internal sealed class ConditionsOnlySite(string name, Tensor conditions) : ISite
{
    public SiteProfile Profile { get; } = new(name, (int)conditions.shape[0], conditions.shape[1..], [1, .. conditions.shape[2..]]);

    /// <summary>How often each condition was given out.</summary>
    public int[] Given { get; } = new int[conditions.shape[0]];

    public Conditions Enumerate(DataPart part, int from, int count)
    {
        Assert.That(part, Is.EqualTo(DataPart.Training));
        var positions = Enumerable.Range(from, Math.Min(count, Given.Length - from)).ToArray();
        foreach (var position in positions)
        {
            Given[position]++;
        }

        return new Conditions(from, conditions.narrow(0, from, positions.Length), [.. positions.Select(p => new SampleId(p, p / 2))]);
    }

    public Conditions Draw(long exchange, int count) => throw new AssertionException("synthesis drew for training");

    public Critique? Answer(long exchange, Synthetic fakes) => throw new AssertionException("synthesis sent fakes");

    public void Preview(int epoch, DataPart part, Synthetic fakes) => throw new AssertionException("synthesis sent fakes");
}
