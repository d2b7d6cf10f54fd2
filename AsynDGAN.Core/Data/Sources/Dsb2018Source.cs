using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Csv;
using AsynDGAN.Core.Imaging;

namespace AsynDGAN.Core.Data.Sources;

/// <summary>
/// Microscopy of nuclei of the 2018 Data Science Bowl in the layout in which it is downloaded: <c>stage1_train/ID/images/ID.png</c>
/// and <c>stage1_train/ID/masks</c> with a file a nucleus. A picture is a patient. <c>sites.csv</c> beside, with the columns
/// image_id and site, says which pictures belong to an institution; pictures that it does not name are left out.
/// </summary>
/// <param name="options">The configuration.</param>
/// <param name="needsSites">Whether the pictures' institutions are asked for.</param>
internal sealed class Dsb2018Source(DataOptions options, bool needsSites) : ICaseSource
{
    private const string Folder = "stage1_train", Sites = "sites.csv", NoSite = BrainChannels.NoInstitution, Images = "images", Masks = "masks", Extension = ".png";

    public CaseListing List()
    {
        var root = SourceRoot.Of(options, $"the folder that holds {Folder}");
        if (!Directory.Exists(root))
        {
            throw new UserException($"no cases found: data.root {root} is not a folder{GivenPath.Resolved(root)}", $"Set it to the folder that holds {Folder}.");
        }

        var folders = Directory.Exists(Path.Combine(root, Folder))
            ? SourceFolder.Folders(Path.Combine(root, Folder)).Where(folder => !SourceFolder.IsHidden(folder)).ToArray()
            : [];
        if (folders.Length == 0)
        {
            GivenPath.RefuseHidden(Path.Combine(root, Folder));
            throw new UserException(
                $"no cases found: {root} has no folders {Folder}/ID with images and masks", $"Set data.root to the folder that holds {Folder}.");
        }

        var (faults, unused, files, others) = (new List<LeftOut>(), new List<LeftOut>(), new List<InstanceFiles>(), new List<string>());
        var sites = SiteOf(root);
        faults.AddRange(SourceFolder.Lost(Path.Combine(root, Folder)).Where(lost => sites?.ContainsKey(lost.Name) != false));
        foreach (var folder in folders)
        {
            var id = Path.GetFileName(folder);
            if (sites is not null && !sites.ContainsKey(id))
            {
                unused.Add(new LeftOut(id, $"{Sites} does not name it"));
                continue;
            }

            var (images, masks) = (Pictures(folder, Images, faults, others), Pictures(folder, Masks, faults, others));
            if (images.Length != 1)
            {
                faults.Add(new LeftOut(id, $"{images.Length} PNG files in {Images}, where one is wanted{GivenPath.Hint(Path.Combine(folder, Images))}"));
            }
            else if (masks.Length == 0)
            {
                faults.Add(new LeftOut(id, $"no PNG files in {Masks}{GivenPath.Hint(Path.Combine(folder, Masks))}"));
            }
            else
            {
                files.Add(new InstanceFiles(id, sites?[id] ?? NoSite, null, images[0], masks));
            }
        }

        return InstanceReader.OfFiles(options, root, (image, masks) => Instances(image, masks, options.MaskValues)).List(
            files, faults, unused, [.. SourceNotes.OfOthers(others), .. SourceNotes.OfMissing(Sites, sites?.Keys.Except(folders.Select(folder => Path.GetFileName(folder))) ?? [])]);
    }

    private Dictionary<string, string>? SiteOf(string root)
    {
        var path = Path.Combine(root, Sites);
        if (!File.Exists(path))
        {
            GivenPath.RefuseHidden(path);
            return needsSites
                ? throw new UserException(
                    $"{path} does not exist, so that no picture has a site",
                    $"Write it, a line a picture: 'image_id,site' first, then such as '00ae65...,he-white'. Or cut sites at random: sites: {{ by: random, count: 4 }}.")
                : null;
        }

        var (faults, sites) = (new FaultList(), new Dictionary<string, string>());
        foreach (var (line, fields) in CsvTable.Read(path, ["image_id", "site"], [], options.Encoding))
        {
            if (fields.Values.Any(field => field.Length == 0))
            {
                faults.Add($"line {line}: image_id or site is empty");
            }
            else if (!sites.TryAdd(fields["image_id"], fields["site"]))
            {
                faults.Add($"line {line}: {fields["image_id"]} is there already");
            }
        }

        faults.ThrowIfAny(path, "Each line names an image and its site.");
        return sites;
    }

    /// <summary>The PNG files of a kind; pictures of other formats are faults, since nuclei would be lost with them, and other files and folders are noted.</summary>
    private static string[] Pictures(string folder, string kind, List<LeftOut> faults, List<string> others)
    {
        var path = Path.Combine(folder, kind);
        var files = Directory.Exists(path) ? SourceFolder.Files(path).Where(file => !SourceFolder.IsHidden(file)).ToLookup(file => Path.GetExtension(file).Equals(Extension, StringComparison.OrdinalIgnoreCase)) : null;
        foreach (var file in files?[false] ?? [])
        {
            var name = $"{Path.GetFileName(folder)}/{kind}/{Path.GetFileName(file)}";
            if (DataFolder.IsPicture(file))
            {
                faults.Add(new LeftOut(name, "a PNG file is wanted"));
            }
            else
            {
                others.Add(name);
            }
        }

        if (files is not null)
        {
            others.AddRange(SourceFolder.Folders(path).Where(below => !SourceFolder.IsHidden(below)).Select(below => $"{Path.GetFileName(folder)}/{kind}/{Path.GetFileName(below)}"));
        }

        return [.. files?[true] ?? []];
    }

    /// <summary>The n-th mask is nucleus n; later ones lie upon earlier ones.</summary>
    private static PictureNuclei Instances(PixelArray image, InstanceFiles files, IReadOnlyList<int> maskValues)
    {
        var labels = new int[image.Height * image.Width];
        var (found, unlisted) = (new HashSet<int>(), (string?)null);
        foreach (var (number, path) in files.Outlines.Index())
        {
            var stored = ImageFile.ReadMask(path);
            var mask = Mask(stored, path, maskValues);
            if ((mask.Height, mask.Width) != (image.Height, image.Width))
            {
                throw new UserException($"the image is {image.Height}x{image.Width}, its mask {Path.GetFileName(path)} {mask.Height}x{mask.Width}");
            }

            // A nucleus is a small part of the picture: what lies between its pixels is skipped at once.
            var values = mask.Values.AsSpan();
            for (int i = 0, gap; (gap = values[i..].IndexOfAnyExcept((ushort)0)) >= 0; i++)
            {
                i += gap;
                labels[i] = number + 1;
            }

            found.UnionWith(BinaryMask.Found(stored, maskValues));
            unlisted ??= BinaryMask.Unlisted(stored, maskValues) is { } others ? $"{Path.GetFileName(path)} has {others}" : null;
        }

        return PictureNuclei.Of(new InstanceMap(image.Height, image.Width, labels), files.Outlines.Count) with { MaskValues = [.. found], Unlisted = unlisted };
    }

    private static PixelArray Mask(StoredMask stored, string path, IReadOnlyList<int> maskValues)
    {
        try
        {
            return BinaryMask.Of(stored, maskValues);
        }
        catch (UserException fault)
        {
            throw new UserException($"{Path.GetFileName(path)}: {fault.Message}");
        }
    }
}
