namespace AsynDGAN.Core.Prediction;

/// <summary>What was predicted of a picture or volume: a row of predictions.csv.</summary>
/// <param name="Image">Its first file, as it was named or relative to the folder.</param>
/// <param name="Patient">Whose pictures it was normalised with; its own name where nothing tells.</param>
/// <param name="Mask">The mask's file in the folder of the predictions.</param>
/// <param name="Slices">Of a volume; 1 for a picture.</param>
/// <param name="Height">Rows of a slice, as it is looked at.</param>
/// <param name="Width">Columns.</param>
/// <param name="ObjectPixels">Pixels or voxels inside.</param>
/// <param name="ObjectShare">The part of all that they are.</param>
/// <param name="ObjectMillilitres">Of a volume.</param>
/// <param name="Nuclei">How many, where the network tells single ones apart.</param>
public sealed record PredictedImage(
    string Image, string Patient, string Mask, int Slices, int Height, int Width, long ObjectPixels, double ObjectShare, double? ObjectMillilitres, int? Nuclei);
