namespace AsynDGAN.Core.Configuration;

/// <summary>The parts as files call them.</summary>
internal static class PartNames
{
    /// <summary>The part of a name in a file, in any case: train, validation and test, and what else these are called; null for anything else.</summary>
    public static DataPart? Parse(string text) => text.ToLowerInvariant() switch
    {
        "train" or "training" => DataPart.Training,
        "validation" or "valid" or "val" => DataPart.Validation,
        "test" or "testing" => DataPart.Test,
        _ => null,
    };

    /// <summary>A part as files call it.</summary>
    public static string Of(DataPart part) => part switch
    {
        DataPart.Training => "train",
        DataPart.Validation => "validation",
        DataPart.Test => "test",
        _ => throw new ArgumentOutOfRangeException(nameof(part), part, "no such part"),
    };
}
