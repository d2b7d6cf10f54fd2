namespace AsynDGAN.Core.Data;

/// <summary>Work on numbered items by several threads, results in the items' order.</summary>
internal static class ParallelReading
{
    /// <summary><paramref name="read"/> of 0 .. count - 1.</summary>
    public static T[] Run<T>(int count, int threads, IProgress<(int Done, int Total)>? progress, Func<int, T> read)
    {
        var results = new T[count];
        var done = 0;
        Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = threads }, i =>
        {
            results[i] = read(i);
            progress?.Report((Interlocked.Increment(ref done), count));
        });
        return results;
    }
}
