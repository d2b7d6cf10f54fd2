namespace AsynDGAN.Core.Configuration.Keys;

/// <summary>A key of earlier versions, which the files of their runs hold, and the key that it is now.</summary>
/// <param name="Path">The former path.</param>
/// <param name="Now">The path of now.</param>
/// <param name="Values">The values of now, by the former ones.</param>
internal sealed record FormerKey(string Path, string Now, IReadOnlyDictionary<string, string> Values)
{
    private static readonly FormerKey[] All =
    [
        new("training.tf32", "training.precision", new Dictionary<string, string> { ["true"] = "tf32", ["false"] = "float32" }),
    ];

    /// <summary>The name of now, without its section, which is the former's.</summary>
    public string NameNow => Now[(Now.LastIndexOf('.') + 1)..];

    /// <summary>The former key of a path; null where there was none.</summary>
    public static FormerKey? Find(string path) => Array.Find(All, key => key.Path == path);

    /// <summary>The value of a key among stored ones, which an earlier version may have stored under its former name; null where it is not there.</summary>
    /// <param name="stored">Values by the keys' paths.</param>
    /// <param name="path">A key of now.</param>
    public static string? ValueIn(IReadOnlyDictionary<string, string> stored, string path) =>
        stored.TryGetValue(path, out var value) ? value
        : Array.Find(All, key => key.Now == path) is { } former && stored.TryGetValue(former.Path, out var before) ? former.Values.GetValueOrDefault(before)
        : null;
}
