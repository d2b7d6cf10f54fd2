namespace AsynDGAN.Core.Comparison;

/// <summary>What came of a comparison.</summary>
/// <param name="Finished">Whether every row is trained; else it was asked to stop.</param>
/// <param name="Tables">The tables, where they were asked for and it finished.</param>
public sealed record StudyOutcome(bool Finished, StudyTables? Tables);
