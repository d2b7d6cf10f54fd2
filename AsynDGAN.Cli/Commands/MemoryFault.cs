using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using AsynDGAN.Core;

namespace AsynDGAN.Cli.Commands;

/// <summary>Memory that a configuration asks for and the machine does not have.</summary>
internal static partial class MemoryFault
{
    /// <summary>What to tell of an exception by which memory ran out; null of any other.</summary>
    public static UserException? Of(Exception fault)
    {
        var lacking = fault switch
        {
            OutOfMemoryException => fault,
            ExternalException when Lacking().IsMatch(fault.Message) => fault,
            AggregateException several => several.InnerExceptions.FirstOrDefault(inner => Of(inner) is not null),
            _ => null,
        };
        return lacking is null ? null : new UserException(
            $"There is not enough memory{(Wanted().Match(lacking.Message) is { Success: true } wanted ? $": {wanted.Groups[1].Value} more were asked for" : "")}.",
            "Make networks, images or batches smaller (generator.filters, generator.blocks, discriminator.filters, data.image_size, training.batch_size, training.group), or take a machine with more.");
    }

    // libtorch's words of the host and of a GPU.
    [GeneratedRegex("can't allocate memory|out of memory", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Lacking();

    [GeneratedRegex("tried to allocate ([0-9.]+ [a-z]+)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Wanted();
}
