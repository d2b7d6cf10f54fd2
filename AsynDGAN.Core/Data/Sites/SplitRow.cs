using AsynDGAN.Core.Configuration;

namespace AsynDGAN.Core.Data.Sites;

/// <summary>One patient's row of split.csv.</summary>
public sealed record SplitRow(string Patient, string Institution, string Site, DataPart Part);
