namespace AsynDGAN.Core.Data.Sources;

/// <summary>Something of the source that is not used, and why.</summary>
/// <param name="Name">A slice, a file or a patient.</param>
/// <param name="Reason">Equal for equal reasons, so that they can be counted.</param>
public sealed record LeftOut(string Name, string Reason)
{
    /// <summary>Refuses a source for its faults, where <c>data.on_error</c> is stop.</summary>
    /// <param name="place">What messages call the source.</param>
    /// <param name="faults">All of them.</param>
    /// <param name="hint">What helps.</param>
    /// <exception cref="UserException">There are some.</exception>
    internal static void RefuseAny(string place, IEnumerable<LeftOut> faults, string hint = "Mend or remove these files, or go on without them by --set data.on_error=skip.")
    {
        var all = new FaultList();
        foreach (var fault in faults)
        {
            all.Add($"{fault.Name}: {fault.Reason}");
        }

        all.ThrowIfAny(place, hint);
    }
}
