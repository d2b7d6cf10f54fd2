using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Data.Sources;

namespace AsynDGAN.Core.Data.Batches;

/// <summary>From the configuration's condition channels to those of the tensor: <c>classes</c> is one a class of the masks.</summary>
public static class ConditionPlanes
{
    /// <summary>In order.</summary>
    public static IReadOnlyList<ConditionPlane> Of(DataOptions options) =>
    [
        .. options.Conditions.SelectMany(channel => channel == ConditionChannel.Classes
            ? Enumerable.Range(1, LabelClasses.Of(options).Count).Select(number => new ConditionPlane(channel, number))
            : [new ConditionPlane(channel)]),
    ];
}
