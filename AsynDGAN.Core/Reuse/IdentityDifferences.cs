namespace AsynDGAN.Core.Reuse;

/// <summary>How a stored thing's identity compares with the one that is wanted.</summary>
/// <param name="Different">The parts that differ.</param>
/// <param name="Unknown">The parts that the stored thing does not tell, since an earlier version wrote it or what tells them was removed.</param>
public sealed record IdentityDifferences(IReadOnlyList<IdentityDifference> Different, IReadOnlyList<string> Unknown)
{
    // Files and keys may be the same, so that there is nothing of them to restore.
    private const string OfPreparation = " (another version of the program, which makes other pictures or masks of the same files: go on with that version, or begin anew with this one)";

    /// <summary>The parts that differ, a line each, with what a message says between the values.</summary>
    public string Lines(string there = "there") =>
        string.Concat(Different.Select(d => $"\n  {d.Part}: {d.There} {there}, {d.Now} now{(d.Part == Identity.Preparation ? OfPreparation : "")}"));

    /// <summary>What is not told, in one warning; null where all is.</summary>
    /// <param name="what">The stored thing.</param>
    public string? Doubt(string what) => Unknown.Count == 0
        ? null
        : $"{what} does not tell everything that it was made with, since an earlier version wrote it or a part of it was removed: that these are the same could not be checked: {string.Join(", ", Unknown)}.";
}
