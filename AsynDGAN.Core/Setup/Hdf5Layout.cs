using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Data.Sources;
using AsynDGAN.Core.Imaging;

namespace AsynDGAN.Core.Setup;

/// <summary>An HDF5 file that was prepared for the reference implementation.</summary>
internal sealed class Hdf5Layout : ILayout
{
    private static readonly string[] endings = [".h5", ".hdf5", ".hdf"];

    public IEnumerable<Reading> Find(DataFolder folder)
    {
        string[] named = [.. folder.Files.Where(IsNamed)], prepared = [.. named.Where(file => IsPrepared(folder.At(file)))];

        // Others beside images are something else; where there is nothing else, what is wrong with them is told.
        return (prepared.Length == 0 && !folder.Images.Any() ? named : prepared).Select(file => Of(folder.At(file)) with { Place = file });
    }

    /// <summary>By its name.</summary>
    public static bool IsNamed(string file) => endings.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase);

    /// <summary>A file as data.</summary>
    public static Reading Of(string path) => new("hdf5", "", "a file prepared for the reference implementation", [], (request, answers) => Take(path, request, answers));

    private static FoundData Take(string path, SetupRequest request, ISetupAnswers answers)
    {
        // In a part of pictures a member may be no volume.
        var pictures = Pictures(path);
        var volumes = pictures == 0 ? Volumes(path) : 0;
        if (volumes > 0)
        {
            return PublishedLayout.Found($"{volumes} brain volumes prepared for the reference implementation", $"{path} has the groups train/NUMBER or test/NUMBER with an array seg", DataSource.Hdf5, path, PublishedLayout.Sites(request));
        }

        if (pictures == 0)
        {
            throw new UserException($"{path} is no HDF5 file that was prepared for the reference implementation: it has no groups train/NUMBER and no arrays images/KEY", "See docs/data.md for the layouts that are read.");
        }

        var sites = request.Cases is not null || request.Sites is not null ? PublishedLayout.Sites(request) : SiteWish.Parse(new SetupQuestion(
            $"{path} does not tell the sites of its {pictures} pictures (--cases FILE would, a table case,organ,part)", "--sites", SiteWish.Cuts(pictures)).Ask(answers));
        var found = PublishedLayout.Found($"{pictures} pictures of nuclei prepared for the reference implementation", $"{path} has arrays images/KEY", DataSource.Hdf5, path, sites);
        return found with { Data = found.Data with { Conditions = [ConditionChannel.Nuclei, ConditionChannel.Boundary], Cases = request.Cases } };
    }

    private static int Volumes(string path) => new[] { "train", "test" }.Sum(part => BrainHdf5File.List(path, part).Count(volume => volume.Arrays.Contains("seg")));

    private static int Pictures(string path) => new[] { "", "train", "test" }.Sum(group => NucleiHdf5File.List(path, group).Count);

    private static bool IsPrepared(string path)
    {
        try
        {
            return Pictures(path) > 0 || Volumes(path) > 0;
        }
        catch (UserException)
        {
            // One that is named by itself tells what it lacks.
            return false;
        }
    }
}
