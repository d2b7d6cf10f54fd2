namespace AsynDGAN.Core.Configuration;

/// <summary>How a source's masks are spoken of.</summary>
/// <param name="Object">What a mask shows: tumour.</param>
/// <param name="Objects">Several of them: tumours.</param>
/// <param name="Ground">What they lie upon, the foreground of the image: head.</param>
public sealed record SourceWords(string Object, string Objects, string Ground);
