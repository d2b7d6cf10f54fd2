using System.Text.RegularExpressions;

namespace AsynDGAN.Core.Configuration.Keys;

/// <summary>How properties and enum members are spelt in YAML.</summary>
internal static partial class KeyNames
{
    /// <summary>A property's key: LambdaL1 is lambda_l1.</summary>
    public static string Snake(string property)
    {
        return WordStart().Replace(property, "_").ToLowerInvariant();
    }

    /// <summary>An enum member's value: WganGp is wgan-gp.</summary>
    public static string Kebab(string member)
    {
        return WordStart().Replace(member, "-").ToLowerInvariant();
    }

    [GeneratedRegex("(?<=[a-z0-9])(?=[A-Z])")]
    private static partial Regex WordStart();
}
