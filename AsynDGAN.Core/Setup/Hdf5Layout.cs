using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Data.Sources;
using AsynDGAN.Core.Imaging;

namespace AsynDGAN.Core.Setup;

/// <summary>An HDF5 file that was prepared for the reference implementation.</summary>
internal sealed class Hdf5Layout : ILayout
{
    private static readonly string[] endings = [".h5", ".hdf5", ".hdf"];

    public FoundData? Find(DataFolder folder, SetupRequest request, ISetupAnswers answers) => folder.Files.Where(IsNamed).ToArray() switch
    {
        [] => null,
        [var only] => Of(folder.At(only), request, answers),
        var several => throw new UserException($"{folder.Path} holds several HDF5 files: {string.Join(", ", several.Take(3))}", $"Name the one that is meant, such as asyndgan init {folder.At(several[0])}."),
    };

    /// <summary>By its name.</summary>
    public static bool IsNamed(string file) => endings.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase);

    /// <summary>Takes a file.</summary>
    /// <exception cref="UserException">It is no such file, or does not tell its sites, and nobody answers.</exception>
    public static FoundData Of(string path, SetupRequest request, ISetupAnswers answers)
    {
        var volumes = new[] { "train", "test" }.Sum(part => BrainHdf5File.List(path, part).Count(volume => volume.Arrays.Contains("seg")));
        if (volumes > 0)
        {
            return PublishedLayout.Found($"{volumes} brain volumes prepared for the reference implementation", $"{path} has the groups train/NUMBER or test/NUMBER with an array seg", DataSource.Hdf5, path, PublishedLayout.Sites(request));
        }

        var pictures = new[] { "", "train", "test" }.Sum(group => NucleiHdf5File.List(path, group).Count);
        if (pictures == 0)
        {
            throw new UserException($"{path} is no HDF5 file that was prepared for the reference implementation: it has no groups train/NUMBER and no arrays images/KEY", "See docs/data.md for the layouts that are read.");
        }

        var sites = request.Cases is not null || request.Sites is not null ? PublishedLayout.Sites(request) : SiteWish.Parse(new SetupQuestion(
            $"{path} does not tell the sites of its {pictures} pictures (--cases FILE would, a table case,organ,part)", "--sites", SiteWish.Cuts(pictures)).Ask(answers));
        var found = PublishedLayout.Found($"{pictures} pictures of nuclei prepared for the reference implementation", $"{path} has arrays images/KEY", DataSource.Hdf5, path, sites);
        return found with { Data = found.Data with { Conditions = [ConditionChannel.Nuclei, ConditionChannel.Boundary], Cases = request.Cases } };
    }
}
