using AsynDGAN.Core.Data.Sources;

namespace AsynDGAN.Core.Setup;

/// <summary>A way in which data may lie in a folder.</summary>
internal interface ILayout
{
    /// <summary>Takes a folder for this, where its signs are there.</summary>
    /// <param name="folder">What lies there.</param>
    /// <param name="request">The options.</param>
    /// <param name="answers">Asked where two readings are possible.</param>
    /// <returns>Null where the signs are not there.</returns>
    /// <exception cref="UserException">It is this, and something is wrong or unanswered.</exception>
    FoundData? Find(DataFolder folder, SetupRequest request, ISetupAnswers answers);
}
