using AsynDGAN.Core.Data.Preparation;
using AsynDGAN.Core.Data.Sites;
using AsynDGAN.Core.Reuse;

namespace AsynDGAN.Core.Data;

/// <summary>
/// The parts of an identity that data give: what was read, whose it is, who is held out, and how pixels become what networks
/// see.
/// </summary>
internal static class DataIdentity
{
    public static IEnumerable<(string Part, string Value)> Of(IRunData data) =>
    [
        (Identity.Data, data.Fingerprint),
        .. data.Split.Count == 0 ? [] : new[] { (Identity.Split, SplitFile.Digest(data.Split.Select(row => (row.Patient, row.Part)))) },
        .. data.CaseDigest is { } cases ? new[] { (Identity.Cases, cases) } : [],
        (Identity.Preparation, CasePreparation.Version.ToString()),
    ];
}
