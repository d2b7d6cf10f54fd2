using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Data.Batches;

namespace AsynDGAN.Core.Data.Sites;

/// <summary>One site's samples; every part has tensors of its own.</summary>
/// <param name="Name">The site's name.</param>
public sealed record SiteData(string Name, SampleSet Training, SampleSet Validation, SampleSet Test) : IDisposable
{
    /// <summary>The samples of a part.</summary>
    public SampleSet this[DataPart part] => part switch
    {
        DataPart.Training => Training,
        DataPart.Validation => Validation,
        DataPart.Test => Test,
        _ => throw new ArgumentOutOfRangeException(nameof(part), part, "no such part"),
    };

    public void Dispose()
    {
        Training.Dispose();
        Validation.Dispose();
        Test.Dispose();
    }
}
