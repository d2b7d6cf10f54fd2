using System.Diagnostics;

namespace AsynDGAN.Core.Platform;

/// <summary>A part of a training step, as .NET's own activities: one a beginning and end, and nothing where nobody listens.</summary>
public static class StepPhase
{
    /// <summary>A site draws conditions and images.</summary>
    public const string Draw = "draw";

    /// <summary>G draws fakes.</summary>
    public const string GeneratorForward = "G forward";

    /// <summary>A site's D_j learns, its Adam included.</summary>
    public const string DiscriminatorUpdate = "D update";

    /// <summary>A site computes its generator loss and the gradient at the fakes.</summary>
    public const string Critique = "critique";

    /// <summary>The critiques go back through G.</summary>
    public const string GeneratorBackward = "G backward";

    /// <summary>G's step.</summary>
    public const string Adam = "Adam";

    /// <summary>The name by which a listener finds them.</summary>
    public const string SourceName = "AsynDGAN";

    private static readonly ActivitySource source = new(SourceName);

    /// <summary>All of them, in the order of a step.</summary>
    public static IReadOnlyList<string> All { get; } = [Draw, GeneratorForward, DiscriminatorUpdate, Critique, GeneratorBackward, Adam];

    /// <summary>Begins one; it ends when it is disposed of. Null where nobody listens.</summary>
    public static Activity? Begin(string phase) => source.StartActivity(phase);
}
