using AsynDGAN.Core.Csv;

namespace AsynDGAN.Core.Synthesis;

/// <summary>
/// Writes a set's pictures on other threads while the next are drawn. Rows follow their pictures in the order in which they were
/// added: an image counts when its row is there, and none counts whose predecessor is missing.
/// </summary>
/// <param name="manifest">Gets the rows.</param>
internal sealed class SetWriter(CsvLog<SyntheticRow> manifest)
{
    // Pictures that wait are held in memory.
    private const int MostUnderWay = 16;

    private readonly Queue<Task<SyntheticRow>> underWay = new();

    /// <summary>Begins to write an image; waits while too many are under way.</summary>
    /// <param name="row">Its row.</param>
    /// <param name="write">Writes its pictures; called on another thread.</param>
    /// <exception cref="UserException">This or an earlier image cannot be written; what was added after it is without a row.</exception>
    public void Add(SyntheticRow row, Action write)
    {
        underWay.Enqueue(Task.Run(() =>
        {
            write();
            return row;
        }));
        if (underWay.Count > MostUnderWay)
        {
            Settle(MostUnderWay / 2);
        }
    }

    /// <summary>Waits until all are written.</summary>
    /// <exception cref="UserException">As for <see cref="Add"/>; not a second time.</exception>
    public void Finish() => Settle(0);

    private void Settle(int most)
    {
        var written = new List<SyntheticRow>();
        try
        {
            try
            {
                while (underWay.Count > most)
                {
                    written.Add(underWay.Dequeue().GetAwaiter().GetResult());
                }
            }
            finally
            {
                if (written.Count > 0)
                {
                    manifest.Append(written);
                }
            }
        }
        catch
        {
            GiveUp();
            throw;
        }
    }

    /// <summary>Nothing is written any more once the caller is told of a fault.</summary>
    private void GiveUp()
    {
        while (underWay.TryDequeue(out var image))
        {
            ((IAsyncResult)image).AsyncWaitHandle.WaitOne();
        }
    }
}
