using System.Reflection;

namespace AsynDGAN.Core.Configuration;

/// <summary>What stands at a member of an enumeration.</summary>
internal static class EnumMember
{
    /// <summary>Its attribute.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such member, or it has none.</exception>
    public static T Attribute<T>(Enum value)
        where T : Attribute => value.GetType().GetField(value.ToString())?.GetCustomAttribute<T>()
            ?? throw new ArgumentOutOfRangeException(nameof(value), value, $"no such {value.GetType().Name}, or one without its {typeof(T).Name}");
}
