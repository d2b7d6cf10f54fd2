namespace AsynDGAN.Core.Prediction;

/// <summary>What came of a prediction.</summary>
/// <param name="Folder">The folder that was written.</param>
/// <param name="Text">To be read.</param>
/// <param name="Predictions">The rows of predictions.csv.</param>
public sealed record PredictionOutcome(string Folder, string Text, IReadOnlyList<PredictedImage> Predictions);
