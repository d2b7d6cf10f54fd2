using AsynDGAN.Core.Configuration;

namespace AsynDGAN.Tests.Audit.Membership;

/// <summary>Phantoms of 16x16, one slice a patient, of which every second patient is held out.</summary>
internal static class HeldOutPhantoms
{
    public static DataOptions Of(int institutions) => new()
    {
        ImageSize = 16,
        MinMaskPixels = 0,
        ValidationFraction = 0,
        TestFraction = 0.5,
        Phantom = new PhantomOptions { Institutions = institutions, Patients = 60, Slices = 1 },
    };
}
