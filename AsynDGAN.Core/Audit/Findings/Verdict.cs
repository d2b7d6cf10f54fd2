namespace AsynDGAN.Core.Audit.Findings;

/// <summary>What a section of the audit came to.</summary>
internal enum Verdict
{
    /// <summary>It crosses because the method needs it, whatever is tried.</summary>
    ByDesign,

    /// <summary>An attack learned what it should not.</summary>
    Found,

    /// <summary>The attacks that were tried learned nothing that could be shown; others may.</summary>
    NothingFound,

    /// <summary>The data do not suffice to tell.</summary>
    NotMeasured,
}
