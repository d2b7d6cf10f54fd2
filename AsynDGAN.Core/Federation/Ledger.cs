namespace AsynDGAN.Core.Federation;

/// <summary>Counts every message that crosses a site's boundary, of several sites at once where they answer side by side.</summary>
public sealed class Ledger
{
    private readonly Lock gate = new();
    private readonly SortedDictionary<(string Site, string Direction, string Kind), (long Messages, long Bytes)> totals =
        new(Comparer<(string, string, string)>.Create((a, b) =>
        {
            var order = string.CompareOrdinal(a.Item1, b.Item1);
            order = order != 0 ? order : string.CompareOrdinal(a.Item2, b.Item2);
            return order != 0 ? order : string.CompareOrdinal(a.Item3, b.Item3);
        }));

    /// <summary>The totals so far, in the order of site, direction and kind.</summary>
    public IReadOnlyList<Traffic> Totals =>
        [.. totals.Select(t => new Traffic(t.Key.Site, t.Key.Direction, t.Key.Kind, t.Value.Messages, t.Value.Bytes))];

    /// <summary>Goes on from the totals of a checkpoint.</summary>
    public void Restore(IEnumerable<Traffic> saved)
    {
        totals.Clear();
        foreach (var t in saved)
        {
            totals[(t.Site, t.Direction, t.Kind)] = (t.Messages, t.Bytes);
        }
    }

    internal void ToCentre(string site, string kind, long bytes) => Add(site, "to centre", kind, bytes);

    internal void ToSite(string site, string kind, long bytes) => Add(site, "to site", kind, bytes);

    private void Add(string site, string direction, string kind, long bytes)
    {
        using var alone = gate.EnterScope();
        var (messages, sum) = totals.GetValueOrDefault((site, direction, kind));
        totals[(site, direction, kind)] = (messages + 1, sum + bytes);
    }
}
