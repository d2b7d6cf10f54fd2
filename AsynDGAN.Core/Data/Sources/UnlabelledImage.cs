namespace AsynDGAN.Core.Data.Sources;

/// <summary>A picture or volume without a mask.</summary>
/// <param name="Name">What its prediction's file is called; unique.</param>
/// <param name="Patient">Pictures of one patient are normalised and cropped together; where none is known, the image's own name.</param>
/// <param name="Path">Its first file as it was named, or relative to the folder.</param>
/// <param name="Files">The files of the channels that are read, in order.</param>
internal sealed record UnlabelledImage(string Name, string Patient, string Path, IReadOnlyList<string> Files);
