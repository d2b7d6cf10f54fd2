using AsynDGAN.Core.Federation;
using static TorchSharp.torch;

namespace AsynDGAN.Core.Training;

/// <summary>
/// Sees every step's losses and reads them once an interval, so that no step waits for the device: of each loss the first
/// value that is not finite is kept.
/// </summary>
internal sealed class LossWatch(Func<int, string> siteName) : IDisposable
{
    private Tensor? seen;
    private long steps;

    /// <summary>Takes one more step's losses in.</summary>
    /// <param name="table">[sites, terms], by <see cref="LossTerms.All"/>.</param>
    public void Take(Tensor table)
    {
        using var scope = NewDisposeScope();
        var now = (seen is null ? table.clone() : where(seen.isfinite(), table, seen)).DetachFromDisposeScope();
        seen?.Dispose();
        seen = now;
        steps++;
    }

    /// <summary>Looks at all steps since it was asked last.</summary>
    /// <param name="done">Steps done.</param>
    /// <returns>What is not finite, with step, site and term; null where all is.</returns>
    public string? Fault(long done)
    {
        if (seen is null)
        {
            return null;
        }

        var values = seen.cpu().to(float64).data<double>().ToArray();
        var (terms, first) = (LossTerms.All, done - steps + 1);
        steps = 0;
        var at = Array.FindIndex(values, value => !double.IsFinite(value));
        return at < 0
            ? null
            : $"{(first == done ? $"Step {done}" : $"Steps {first} to {done}")}: the loss term '{terms[at % terms.Count].Name}' of site '{siteName(at / terms.Count)}' is {values[at]}.";
    }

    /// <inheritdoc />
    public void Dispose() => seen?.Dispose();
}
