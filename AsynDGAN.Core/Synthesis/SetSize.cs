namespace AsynDGAN.Core.Synthesis;

/// <summary>How many images or points a set is planned to have.</summary>
internal static class SetSize
{
    /// <param name="conditions">Training conditions that are drawn from.</param>
    /// <param name="named">How messages call them, with the key that they come from.</param>
    /// <param name="each">Images or points a condition.</param>
    /// <param name="keys">The keys that say so, with their values.</param>
    /// <exception cref="UserException">They are more than can be numbered.</exception>
    public static int Of(long conditions, string named, int each, string keys)
    {
        var planned = conditions * each;
        return planned <= int.MaxValue
            ? (int)planned
            : throw new UserException($"{keys} of {conditions} {named} makes a set of {planned}; {int.MaxValue} are the most.", "Lower synthesis.per_mask.");
    }
}
