namespace AsynDGAN.Core.Data;

/// <summary>What looks wrong in data that can be read: said, not refused.</summary>
internal static class DataNotes
{
    private const double NearlyEvery = 0.9;
    private const int Named = 5;

    /// <summary>Masks of which nearly every one, at an institution, fills more than half of its picture.</summary>
    public static IEnumerable<string> OfMasks(IReadOnlyList<Case> cases)
    {
        foreach (var institution in cases.GroupBy(@case => @case.Institution).OrderBy(institution => institution.Key, StringComparer.Ordinal))
        {
            var masks = institution.SelectMany(@case => @case.Slices).Select(slice => slice.Mask.Values).ToArray();
            var full = masks.Count(mask => mask.Length - mask.AsSpan().Count((ushort)0) > mask.Length / 2);
            if (full >= NearlyEvery * masks.Length)
            {
                yield return $"warning: {full} of {masks.Length} masks of {institution.Key} fill more than half of their picture; where they show the ground and not the object, "
                    + "data.mask_values: [0] turns them round";
            }
        }
    }

    /// <summary>Mask files that several images have.</summary>
    public static IEnumerable<string> OfSharedMasks(IEnumerable<SliceFile> files)
    {
        var shared = files.GroupBy(file => Path.GetFullPath(file.Mask)).Where(mask => mask.Count() > 1).ToArray();
        foreach (var mask in shared.Take(Named))
        {
            yield return $"warning: {mask.Count()} images have one mask, {mask.First().Mask}: {Listed(mask.Select(file => file.Label), "; ")}";
        }

        if (shared.Length > Named)
        {
            yield return $"warning: so have those of {shared.Length - Named} more masks";
        }
    }

    /// <summary>Institutions, and patients, whose names a reader would take for one.</summary>
    public static IReadOnlyList<string> OfNames(IReadOnlyList<Case> cases) =>
    [
        .. Alike("sites", cases.Select(@case => @case.Institution)),
        .. Alike("patients", cases.Select(@case => @case.Patient)),
    ];

    private static IEnumerable<string> Alike(string what, IEnumerable<string> names) => names.Distinct()
        .GroupBy(name => string.Concat(name.Where(letter => !char.IsWhiteSpace(letter))).ToLowerInvariant())
        .Where(alike => alike.Count() > 1)
        .Select(alike => $"warning: the names of these {what} differ in case or spaces only: {Listed(alike.Order(StringComparer.Ordinal), ", ")}");

    private static string Listed(IEnumerable<string> names, string between) =>
        string.Join(between, names.Take(Named)) + (names.Count() > Named ? between + "..." : "");
}
