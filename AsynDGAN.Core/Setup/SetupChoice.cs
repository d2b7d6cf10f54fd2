namespace AsynDGAN.Core.Setup;

/// <summary>One of the answers to a question.</summary>
/// <param name="Value">The option's value that gives this answer, such as random:4.</param>
/// <param name="Meaning">What it means, in a few words.</param>
public sealed record SetupChoice(string Value, string Meaning);
