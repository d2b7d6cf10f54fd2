namespace AsynDGAN.Core.Audit.Inversion;

/// <summary>How near one recovered image comes to the real one, and beside it what G draws for its condition anyway.</summary>
/// <param name="Run">The run's name.</param>
/// <param name="Attack">The attack's name.</param>
/// <param name="Questions">After how many questions.</param>
/// <param name="Patient">Whose image.</param>
/// <param name="IsHeldOut">Whether the run did not learn from the patient, and a probe was asked.</param>
/// <param name="Among">Among how many images it had to pick its own: that and others of other patients; 1 where there are none.</param>
/// <param name="Exact">The share of values that are equal to the last bit.</param>
/// <param name="Recovered">The recovered image's figures.</param>
/// <param name="Drawn">The drawing's.</param>
internal sealed record RecoveredImage(string Run, string Attack, int Questions, string Patient, bool IsHeldOut, int Among, double Exact, Likeness Recovered, Likeness Drawn);
