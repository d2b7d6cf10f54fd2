using AsynDGAN.Core.Configuration;

namespace AsynDGAN.Core.Data;

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
