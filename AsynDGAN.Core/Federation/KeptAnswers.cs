using AsynDGAN.Core.Federation.Messages;

namespace AsynDGAN.Core.Federation;

/// <summary>
/// What a site has answered, by the exchange's number, so that each number is answered once. The newest answers are kept as
/// they were given; of older ones it is known only that they were. The answers are in memory and end with the process.
/// </summary>
/// <param name="site">The site's name, for messages.</param>
/// <param name="inOrder">
/// Images of each exchange where a number is answered only after the one below it, so that no sample is passed over; null: numbers are answered in any order.
/// </param>
internal sealed class KeptAnswers(string site, int? inOrder = null) : IDisposable
{
    /// <summary>Bytes of kept answers at most, but for the last one, which is always kept: twenty of 256x256 in three channels.</summary>
    internal const long Capacity = 16_000_000;

    /// <summary>Kept answers at most, however small they are.</summary>
    internal const int Most = 200;

    // Answered are the numbers from first to before next, which a centre that asks in order makes longer, and some others.
    private readonly HashSet<long> others = [];
    private long first, next;

    private readonly Dictionary<long, Critique?> kept = [];
    private readonly Queue<long> order = [];
    private long bytes;

    /// <summary>Whether a number was answered.</summary>
    public bool Has(long exchange) => (exchange >= first && exchange < next) || others.Contains(exchange);

    /// <summary>Numbers that are remembered one by one.</summary>
    internal int Remembered => others.Count;

    /// <summary>The answer that was given, in the present dispose scope; null where none was wanted.</summary>
    /// <exception cref="UserException">It is kept no longer.</exception>
    public Critique? Of(long exchange) => kept.TryGetValue(exchange, out var critique)
        ? critique is null ? null : new Critique(exchange, critique.Gradient, critique.Losses)
        : throw new UserException(
            $"Site '{site}' has answered exchange {exchange}, and keeps the answer no longer.", "Ask a number once, as sites.questions wants it.");

    /// <summary>
    /// Refuses a question that passes samples over: which an exchange takes follows from its number and from how many images come.
    /// </summary>
    /// <param name="exchange">The number, which was not answered yet.</param>
    /// <param name="count">Images that come with it.</param>
    /// <exception cref="UserException">Numbers are answered in order, and this is not the next one, or not as many images come as the site was set up for.</exception>
    public void RefuseOutOfOrder(long exchange, int count)
    {
        if (inOrder is not { } images)
        {
            return;
        }

        if (exchange != next)
        {
            throw new UserException($"Site '{site}' was asked about exchange {exchange}, and the next one is {next}.", "Under sites.questions: in-order ask about no number before the one below it.");
        }

        if (count != images)
        {
            throw new UserException(
                $"Site '{site}' got {count} images in exchange {exchange}, and {(exchange == 0 ? $"takes {images}" : $"{images} before")}.",
                $"Under sites.questions: in-order send {images} each time: as many as training.batch_size says, of a pooled site for every site in it.");
        }
    }

    /// <summary>Remembers an answer, and lets go of the oldest.</summary>
    public void Keep(long exchange, Critique? critique)
    {
        Remember(exchange);
        kept[exchange] = critique is null ? null : Copy(critique);
        order.Enqueue(exchange);
        bytes += Size(critique);
        while ((bytes > Capacity || order.Count > Most) && order.Count > 1)
        {
            Forget(order.Dequeue());
        }
    }

    /// <summary>Takes the numbers from 0 to before this one as answered, by a process that has ended.</summary>
    public void GoOnFrom(long exchange)
    {
        Dispose();
        others.Clear();
        (first, next) = (0, exchange);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        while (order.TryDequeue(out var exchange))
        {
            Forget(exchange);
        }
    }

    private void Remember(long exchange)
    {
        if (first == next && others.Count == 0)
        {
            (first, next) = (exchange, exchange);
        }

        others.Add(exchange);
        while (others.Remove(next))
        {
            next++;
        }
    }

    private void Forget(long exchange)
    {
        kept.Remove(exchange, out var critique);
        bytes -= Size(critique);
        critique?.Gradient.Dispose();
        critique?.Losses.Dispose();
    }

    private static Critique Copy(Critique critique)
    {
        var copy = new Critique(critique.Exchange, critique.Gradient, critique.Losses);
        copy.Gradient.DetachFromDisposeScope();
        copy.Losses.DetachFromDisposeScope();
        return copy;
    }

    private static long Size(Critique? critique) => critique is null ? 0 : critique.Gradient.numel() * critique.Gradient.ElementSize;
}
