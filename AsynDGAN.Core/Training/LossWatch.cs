using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Federation;
using static TorchSharp.torch;

namespace AsynDGAN.Core.Training;

/// <summary>
/// Sees every step's losses and reads them once an interval, so that no step waits for the device: from the first step with
/// a loss that is not finite on, that step's losses are kept.
/// </summary>
internal sealed class LossWatch(Func<int, string> siteName, BoundaryLosses losses = BoundaryLosses.All) : IDisposable
{
    // The losses last seen, [sites, terms]; whether they are finite; and how many steps of the interval were, all on the device.
    private (Tensor Table, Tensor Finite, Tensor Good)? seen;
    private long steps;

    /// <summary>Takes one more step's losses in.</summary>
    /// <param name="table">[sites, terms], by <see cref="LossTerms.Crossing(BoundaryLosses)"/>.</param>
    public void Take(Tensor table)
    {
        using var scope = NewDisposeScope();
        var kept = seen is { } before ? where(before.Finite, table, before.Table) : table.clone();
        var finite = kept.isfinite().all();
        var good = steps > 0 ? seen!.Value.Good + finite : finite.to(int64);
        Forget();
        seen = (kept.DetachFromDisposeScope(), finite.DetachFromDisposeScope(), good.DetachFromDisposeScope());
        steps++;
    }

    /// <summary>Looks at all steps since it was asked last.</summary>
    /// <param name="done">Steps done.</param>
    /// <returns>The first loss that is not finite, with step, site and term; null where all are.</returns>
    public string? Fault(long done)
    {
        if (seen is not { } last)
        {
            return null;
        }

        var (first, terms) = (done - steps + 1, LossTerms.Crossing(losses));
        steps = 0;
        var values = last.Table.cpu().to(float64).data<double>().ToArray();
        var at = Array.FindIndex(values, value => !double.IsFinite(value));
        return at < 0
            ? null
            : $"Step {first + last.Good.item<long>()}: the loss term '{terms[at % terms.Count].Name}' of site '{siteName(at / terms.Count)}' is {values[at]}.";
    }

    /// <inheritdoc />
    public void Dispose() => Forget();

    private void Forget()
    {
        seen?.Table.Dispose();
        seen?.Finite.Dispose();
        seen?.Good.Dispose();
    }
}
