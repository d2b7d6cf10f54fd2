namespace AsynDGAN.Core.Setup;

/// <summary>A hospital.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Patients">How many.</param>
/// <param name="Pictures">Pictures, slices or volumes that it has files of.</param>
public sealed record SiteFacts(string Name, int Patients, int Pictures);
