namespace AsynDGAN.Core.Configuration;

/// <summary>What rules and messages need to know of a data source.</summary>
/// <param name="shows">What its masks show.</param>
[AttributeUsage(AttributeTargets.Field)]
public sealed class SourceAttribute(SourceSubject shows) : Attribute
{
    /// <summary>What its masks show.</summary>
    public SourceSubject Shows { get; } = shows;

    /// <summary>Whether it is generated: it has no files, and so neither root nor cache.</summary>
    public bool IsGenerated { get; init; }

    /// <summary>Whether its masks are pictures, in which data.mask_values are the foreground.</summary>
    public bool HasMaskPictures { get; init; }

    /// <summary>Whether its masks have several classes of tumour.</summary>
    public bool HasClasses { get; init; }
}
