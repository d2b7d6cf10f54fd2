using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Data.Batches;

namespace AsynDGAN.Core.Data.Sites;

/// <summary>One site's pairs, be they of images or of points; every part has tensors of its own.</summary>
/// <param name="Name">The site's name.</param>
/// <param name="Training">What the site learns from, at least one pair: the training part without the fold that is left out.</param>
/// <param name="Validation">What it looks at only; may be empty.</param>
/// <param name="Test">What takes part in nothing before the evaluation; may be empty.</param>
/// <param name="LeftOut">The fold of the training part that takes no part in training; empty where there are no folds.</param>
/// <typeparam name="TPairs">What more than <see cref="IPairs"/> is known of them.</typeparam>
public sealed record SiteData<TPairs>(string Name, TPairs Training, TPairs Validation, TPairs Test, TPairs LeftOut) : IDisposable
    where TPairs : IPairs
{
    /// <summary>The pairs of a part; of training those that the site learns from.</summary>
    public TPairs this[DataPart part] => part switch
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
        LeftOut.Dispose();
    }
}
