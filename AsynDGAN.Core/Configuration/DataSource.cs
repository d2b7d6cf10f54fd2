namespace AsynDGAN.Core.Configuration;

/// <summary>Where images come from.</summary>
public enum DataSource
{
    [Source(SourceSubject.Tumours, IsGenerated = true)]
    Phantom,

    [Source(SourceSubject.Tumours, HasMaskPictures = true)]
    LggMri,

    [Source(SourceSubject.Objects, HasMaskPictures = true, HasClasses = true)]
    Manifest,

    [Source(SourceSubject.None, IsGenerated = true)]
    Gaussian,

    [Source(SourceSubject.Tumours, HasClasses = true)]
    Brats,

    [Source(SourceSubject.TumoursOrNuclei, HasClasses = true)]
    Hdf5,

    [Source(SourceSubject.Nuclei)]
    MultiOrgan,

    [Source(SourceSubject.Nuclei, HasMaskPictures = true)]
    Dsb2018,
}
