using System.Globalization;
using System.Numerics;
using AsynDGAN.Core;

namespace AsynDGAN.Cli.Commands;

/// <summary>The value of an option that is a whole number; it is parsed by the command, so that a wrong one gets a message in the program's words.</summary>
internal static class WholeNumber
{
    /// <summary>Reads it.</summary>
    /// <param name="option">The option's name.</param>
    /// <param name="text">What was given.</param>
    /// <param name="least">The smallest that is taken.</param>
    /// <param name="hint">What it means; null where there is no more to say.</param>
    /// <exception cref="UserException">It is no whole number, too small, or larger than an int holds.</exception>
    public static int Of(string option, string text, int least, string? hint = null) =>
        int.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least
            ? number
            : throw new UserException($"{option} {text}: give a whole number from {least}{(BigInteger.TryParse(text, out var large) && large > int.MaxValue ? $" to {int.MaxValue}" : "")}.", hint);
}
