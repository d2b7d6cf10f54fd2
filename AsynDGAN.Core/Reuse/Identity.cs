using AsynDGAN.Core.Configuration.Keys;
using AsynDGAN.Core.Runs;

namespace AsynDGAN.Core.Reuse;

/// <summary>
/// What a stored thing depends on, part by part: keys of the configuration with their values, and the digests of everything
/// that is read. A thing is used again only where no part differs.
/// </summary>
/// <param name="Parts">A value a part, by the part's name: a key's path, or one of this type's names.</param>
public sealed record Identity(IReadOnlyDictionary<string, string> Parts)
{
    /// <summary>The part of the data's contents.</summary>
    public const string Data = "data (fingerprint)";

    /// <summary>The part of whose patient, and of which institution, every case is.</summary>
    public const string Cases = "cases, patients and institutions (SHA-256)";

    /// <summary>The part of who belongs to training, validation and test.</summary>
    public const string Split = "split (SHA-256)";

    /// <summary>The part of the way from files to what networks see, which a version of the program may change.</summary>
    public const string Preparation = "preparation (version)";

    /// <summary>The part of where objects are counted in patches that are larger than the networks' grid.</summary>
    public const string MaskPixels = "where mask pixels of patches are counted";

    /// <summary>The part of the generator's file.</summary>
    public const string Weights = "the generator's weights (SHA-256)";

    /// <summary>The part of the file of the perceptual term.</summary>
    public const string Perceptual = "the perceptual term's weights (SHA-256)";

    /// <summary>The part of a synthetic set's layout.</summary>
    public const string Layout = "the layout";

    /// <summary>One digest over all parts, for things that are found by their identity.</summary>
    public string Sha256 => Digest.OfText(string.Concat(Parts.OrderBy(part => part.Key, StringComparer.Ordinal).Select(part => $"{part.Key}\t{part.Value}\n")));

    /// <summary>With further parts.</summary>
    public Identity With(params IEnumerable<(string Part, string Value)> parts) =>
        new(Parts.Concat(parts.Select(part => KeyValuePair.Create(part.Part, part.Value))).ToDictionary());

    /// <summary>
    /// Compares this, which is wanted now, with what is stored. A key that is not stored, since the version that wrote the
    /// thing did not have it, had its default, unless it had another name then; what else is stored and not wanted does not matter.
    /// </summary>
    public IdentityDifferences ComparedWith(Identity stored)
    {
        var (different, unknown) = (new List<IdentityDifference>(), new List<string>());
        foreach (var (part, now) in Parts)
        {
            if ((FormerKey.ValueIn(stored.Parts, part) ?? ExperimentKeys.All.FirstOrDefault(key => key.Path == part)?.Default) is not { } there)
            {
                unknown.Add(part);
            }
            else if (there != now && !BothMayBe(part, there, now))
            {
                different.Add(new IdentityDifference(part, there, now));
            }
        }

        return new IdentityDifferences(different, unknown);
    }

    /// <summary>Whether auto stands on one side and one of what it may come to on the other.</summary>
    private static bool BothMayBe(string part, string there, string now) => part == Dependence.Precision
        && (there, now) is ("auto", "float32" or "tf32") or ("float32" or "tf32", "auto");
}
