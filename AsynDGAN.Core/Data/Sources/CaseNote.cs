namespace AsynDGAN.Core.Data.Sources;

/// <summary>Something to say of a case that can be used.</summary>
/// <param name="Kind">Equal for equal things, so that they are said once.</param>
/// <param name="Text">Which file or value it is.</param>
public sealed record CaseNote(string Kind, string Text);
