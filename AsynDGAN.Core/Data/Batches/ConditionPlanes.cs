using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Data.Sources;

namespace AsynDGAN.Core.Data.Batches;

/// <summary>From the configuration's condition channels to those of the tensor: <c>classes</c> is one a tumour class.</summary>
public static class ConditionPlanes
{
    /// <summary>In order.</summary>
    public static IReadOnlyList<ConditionPlane> Of(IEnumerable<ConditionChannel> channels) =>
    [
        .. channels.SelectMany(channel => channel == ConditionChannel.Classes
            ? Enumerable.Range(1, TumourClasses.Count).Select(number => new ConditionPlane(channel, number))
            : [new ConditionPlane(channel)]),
    ];
}
