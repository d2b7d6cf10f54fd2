namespace AsynDGAN.Core.Data;

/// <summary>Where cases come from.</summary>
public interface ICaseSource
{
    /// <summary>Reads everything; the result does not depend on the number of threads.</summary>
    /// <param name="threads">How many threads may read, at least 1.</param>
    /// <param name="progress">Told how many of how many are done.</param>
    /// <exception cref="UserException">There is nothing to read, or faults were found: all of them are listed.</exception>
    CaseSet Read(int threads, IProgress<(int Done, int Total)>? progress = null);
}
