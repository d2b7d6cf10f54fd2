using AsynDGAN.Core.Configuration;

namespace AsynDGAN.Core.Data.Sources;

/// <summary>Where a source of files finds them.</summary>
internal static class SourceRoot
{
    /// <summary><c>data.root</c>.</summary>
    /// <param name="what">What it should name.</param>
    /// <exception cref="UserException">It is not given.</exception>
    public static string Of(DataOptions options, string what) =>
        options.Root ?? throw new UserException("data.root is not given", $"Set it to {what}.");
}
