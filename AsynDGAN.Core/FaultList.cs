namespace AsynDGAN.Core;

/// <summary>Collects what is wrong with the user's data, so that all of it is reported at once.</summary>
internal sealed class FaultList
{
    private const int Shown = 50;

    private readonly List<string> faults = [];

    public void Add(string fault) => faults.Add(Visible.Name(fault));

    /// <exception cref="UserException">Something was added: a line each, the first fifty.</exception>
    public void ThrowIfAny(string where, string hint)
    {
        if (faults.Count == 0)
        {
            return;
        }

        var more = faults.Count > Shown ? $"\n  ... and {faults.Count - Shown} more" : "";
        var heading = $"{faults.Count} {(faults.Count == 1 ? "fault" : "faults")} in {where}:";
        throw new UserException(string.Join("\n  ", faults.Take(Shown).Prepend(heading)) + more, hint);
    }
}
