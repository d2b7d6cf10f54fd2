namespace AsynDGAN.Core.Reuse;

/// <summary>A part in which two identities differ, with its stored value and the one that is wanted now.</summary>
public sealed record IdentityDifference(string Part, string There, string Now);
