using System.Runtime.ExceptionServices;
using static TorchSharp.torch;

namespace AsynDGAN.Core.Platform;

/// <summary>
/// Threads that work side by side, each computing with its own share of libtorch's threads, one by default: for small
/// operations faster than all cores at each of them, and equal to the bit whatever the number of workers.
/// </summary>
public sealed class CoreWorkers : IDisposable
{
    private readonly Thread[] threads;
    private readonly SemaphoreSlim wake = new(0);
    private Job? current;

    /// <param name="count">How many, at least 1.</param>
    /// <param name="threadsEach">Threads of libtorch that each computes with, at least 1.</param>
    public CoreWorkers(int count, int threadsEach = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        using var ready = new CountdownEvent(count);
        threads = [.. Enumerable.Range(0, count).Select(_ => new Thread(() => Work(ready, threadsEach)) { IsBackground = true, Name = "worker" })];

        // Setting the number is for the thread that does it, and for all that have not asked for theirs yet.
        var before = get_num_threads();
        Array.ForEach(threads, thread => thread.Start());
        ready.Wait();
        set_num_threads(before);
    }

    /// <summary>The results of so many pieces of work, in their order. One caller at a time.</summary>
    /// <param name="count">Pieces, numbered from 0.</param>
    /// <param name="piece">Makes one; tensors that it gives are in no dispose scope.</param>
    /// <exception cref="Exception">The first piece's, in their order, that failed; all have ended then.</exception>
    public T[] Map<T>(int count, Func<int, T> piece)
    {
        var results = new T[count];
        var job = new Job(count, Math.Min(count, threads.Length), i => results[i] = piece(i));
        current = job;
        wake.Release(job.Workers);
        job.Wait();
        return results;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        current = null;
        wake.Release(threads.Length);
        Array.ForEach(threads, thread => thread.Join());
        wake.Dispose();
    }

    private void Work(CountdownEvent ready, int threadsEach)
    {
        _ = get_num_threads();
        set_num_threads(threadsEach);
        ready.Signal();
        while (true)
        {
            wake.Wait();
            if (current is not { } job)
            {
                return;
            }

            job.Help();
        }
    }

    /// <summary>Pieces of work that several threads take one after another.</summary>
    private sealed class Job(int count, int workers, Action<int> piece)
    {
        private readonly TaskCompletionSource done = new();
        private readonly ExceptionDispatchInfo?[] failures = new ExceptionDispatchInfo?[count];
        private int next = -1;
        private int working = workers;

        public int Workers { get; } = workers;

        public void Help()
        {
            for (var i = Interlocked.Increment(ref next); i < count; i = Interlocked.Increment(ref next))
            {
                try
                {
                    piece(i);
                }
                catch (Exception e)
                {
                    failures[i] = ExceptionDispatchInfo.Capture(e);
                }
            }

            if (Interlocked.Decrement(ref working) == 0)
            {
                done.SetResult();
            }
        }

        public void Wait()
        {
            done.Task.Wait();
            Array.Find(failures, failure => failure is not null)?.Throw();
        }
    }
}
