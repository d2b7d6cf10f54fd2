namespace AsynDGAN.Core.Configuration;

/// <summary>Which images are read, how they are prepared and which patients go to which part.</summary>
public sealed record DataOptions
{
    [Describe("phantom, gaussian (generated), lgg-mri, brats, multi-organ, dsb2018 (as downloaded), hdf5 (prepared for the reference) or manifest (one's own CSV)")]
    public DataSource Source { get; init; } = DataSource.Phantom;

    [Describe("folder of the source's files, or the manifest's CSV or HDF5 file; relative to the working directory")]
    public string? Root { get; init; }

    public PhantomOptions Phantom { get; init; } = new();

    public GaussianOptions Gaussian { get; init; } = new();

    [Describe("side in pixels of the square images that the networks see")]
    [Between(8, 2048)]
    public int ImageSize { get; init; } = 64;

    [Describe("names of the source's channels to use; empty: the source's usual")]
    public IReadOnlyList<string> Channels { get; init; } = [];

    [Describe("for a manifest whose images have a file a channel, joined by |, the channels' names in the files' order; empty: one file an image")]
    public IReadOnlyList<string> ChannelNames { get; init; } = [];

    [Describe("for source: brats, the grades to use, HGG, LGG or both; cases that lie directly under the root are always used")]
    public IReadOnlyList<string> Grades { get; init; } = ["HGG"];

    [Describe("for multi-organ (and nuclei in hdf5), a CSV with columns case, organ and part (train, validation, test or unused); others are left out")]
    public string? Cases { get; init; }

    [Describe("what the CSV files of the data are in, such as utf-8, windows-1252, latin-1 or utf-16; a byte that is none of it is refused")]
    [Words(TextEncodings.Usual, "windows-1252", "latin-1", "utf-16")]
    public string Encoding { get; init; } = TextEncodings.Usual;

    [Describe("none, or head: the square around the volume's foreground")]
    public CropMethod Crop { get; init; } = CropMethod.None;

    public NormaliseOptions Normalise { get; init; } = new();

    public ColourOptions Colour { get; init; } = new();

    public PatchOptions Patch { get; init; } = new();

    [Describe("channels of the condition, in order: tumour, classes (a channel each), head, outline (the head's border); of nuclei: nuclei, boundary (where two touch)")]
    public IReadOnlyList<ConditionChannel> Conditions { get; init; } = [ConditionChannel.Tumour, ConditionChannel.Head];

    [Describe("the stored values (grey, a palette's numbers, labels of volumes) that count as object, in a manifest each a class of classes; empty: masks of two values")]
    [Between(0, ushort.MaxValue)]
    public IReadOnlyList<int> MaskValues { get; init; } = [];

    [Describe("slices with fewer mask pixels, counted at image_size, are left out")]
    [Between(0, int.MaxValue)]
    public int MinMaskPixels { get; init; } = 10;

    public AugmentOptions Augment { get; init; } = new();

    [Describe("how patients are split: seed, by-name (the first in name order are test) or file")]
    public SplitMethod Split { get; init; } = SplitMethod.Seed;

    [Describe("share of each institution's patients that are test patients")]
    [Between(0, 0.9)]
    public double TestFraction { get; init; } = 0.2;

    [Describe("number of test patients in all, instead of test_fraction")]
    [Between(0, int.MaxValue)]
    public int? TestCount { get; init; }

    [Describe("share of each institution's patients that are validation patients")]
    [Between(0, 0.9)]
    public double ValidationFraction { get; init; } = 0.1;

    [Describe("seed of the split, of the folds and of sites that are cut at random, apart from the run's seed so that runs share them")]
    [Between(0, int.MaxValue)]
    public int SplitSeed { get; init; } = 7;

    [Describe("for split: file, a CSV with the columns patient and part (train, validation, test)")]
    public string? SplitFile { get; init; }

    public FoldOptions Fold { get; init; } = new();

    [Describe("stop at unreadable or mismatched files (all are listed), or skip them and say so")]
    public OnError OnError { get; init; } = OnError.Stop;

    [Describe("stop where a volume's files (image and label, channels) differ in place by more than 0.1 voxel, or warn and pair them voxel by voxel as they are stored")]
    public OnGeometry OnGeometry { get; init; } = OnGeometry.Stop;

    [Describe("where the sites' images are kept: auto (on the device where they fit), device or host")]
    public DataResidence Resident { get; init; } = DataResidence.Auto;

    [Describe("a folder that keeps what is read from files prepared for the next run; it may be deleted at any time")]
    public string? Cache { get; init; }
}
