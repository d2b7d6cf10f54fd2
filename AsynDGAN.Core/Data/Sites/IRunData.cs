using AsynDGAN.Core.Data.Batches;

namespace AsynDGAN.Core.Data.Sites;

/// <summary>What training knows of a run's data, be they images or points.</summary>
public interface IRunData : IDisposable
{
    /// <summary>The sites that the run sees, in order.</summary>
    IReadOnlyList<SiteData<IPairs>> Sites { get; }

    /// <summary>The sites of mode distributed, whatever the mode.</summary>
    IReadOnlyList<SiteSize> Distributed { get; }

    /// <summary>Which part and site every patient belongs to; empty where the data have no patients.</summary>
    IReadOnlyList<SplitRow> Split { get; }

    /// <summary>The counts in one line.</summary>
    string OneLine { get; }

    /// <summary>What the user should know, a line each.</summary>
    IReadOnlyList<string> Notes { get; }

    /// <summary>The facts, to be looked at before long work; warnings are among the notes alone.</summary>
    string Facts { get; }

    /// <summary>SHA-256 in hexadecimal over the data.</summary>
    string Fingerprint { get; }

    /// <summary>SHA-256 in hexadecimal over whose patient, and of which institution, every case is; null where the data have no patients.</summary>
    string? CaseDigest { get; }
}
