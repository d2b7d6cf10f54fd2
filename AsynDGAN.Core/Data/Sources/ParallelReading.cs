namespace AsynDGAN.Core.Data.Sources;

/// <summary>Work on numbered items by several threads, results in the items' order.</summary>
internal static class ParallelReading
{
    /// <summary><paramref name="read"/> of 0 .. count - 1.</summary>
    /// <exception cref="UserException">An item is at fault; where several are, one of them is named.</exception>
    public static T[] Run<T>(int count, int threads, IProgress<(int Done, int Total)>? progress, Func<int, T> read)
    {
        var results = new T[count];
        var done = 0;
        try
        {
            Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = threads }, i =>
            {
                results[i] = read(i);
                progress?.Report((Interlocked.Increment(ref done), count));
            });
        }
        catch (AggregateException faults) when (faults.InnerExceptions.All(fault => fault is UserException))
        {
            var fault = (UserException)faults.InnerExceptions[0];
            throw new UserException(fault.Message, fault.Hint);
        }

        return results;
    }
}
