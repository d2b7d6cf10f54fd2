namespace AsynDGAN.Core.Setup;

/// <summary>One of the choices that were made.</summary>
/// <param name="Option">The option that makes it, such as --sites.</param>
/// <param name="Value">Its value.</param>
/// <param name="WasAsked">Whether it was asked for; else the option was given.</param>
public sealed record SetupAnswer(string Option, string Value, bool WasAsked);
