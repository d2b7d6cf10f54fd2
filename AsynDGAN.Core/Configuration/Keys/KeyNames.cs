using System.Text.Json;

namespace AsynDGAN.Core.Configuration.Keys;

/// <summary>How properties and enum members are spelt in YAML.</summary>
internal static class KeyNames
{
    /// <summary>A property's key: LambdaL1 is lambda_l1.</summary>
    public static string Snake(string property) => JsonNamingPolicy.SnakeCaseLower.ConvertName(property);

    /// <summary>An enum member's value: WganGp is wgan-gp.</summary>
    public static string Kebab(string member) => JsonNamingPolicy.KebabCaseLower.ConvertName(member);
}
