using AsynDGAN.Core.Data.Sources;

namespace AsynDGAN.Core.Setup;

/// <summary>The pairs of a folder, and what did not pair.</summary>
/// <param name="Pairs">In the order of their images.</param>
/// <param name="Unpaired">A line a file: which, and what is missing to it.</param>
/// <param name="ByFolder">Whether folders tell images from masks; else a word of the masks' names does.</param>
/// <param name="Channels">What tells the files of one image apart, in their order; empty where every image is one file.</param>
internal sealed record FoundPairs(IReadOnlyList<FoundPair> Pairs, IReadOnlyList<string> Unpaired, bool ByFolder, IReadOnlyList<string> Channels)
{
    /// <summary>A line where as many pictures as pairs lie in folders that are told neither of images nor of masks, which may be the masks; and where some folders alone are called as parts.</summary>
    public IReadOnlyList<string> Notes { get; private init; } = [];

    /// <summary>The end of the line of several images, or masks, of one name.</summary>
    public const string OneIsWanted = "where one is wanted";

    private sealed record RoleOf(string File, ImageRole Role)
    {
        public string Place => string.Join('/', Role.Folders);
    }

    /// <summary>
    /// Pairs files by their roles: the same folders and the same name, whatever their endings. Where no mask has an image like it, images
    /// that go on behind its name (case_t1 and case_t2 of case, or case_0000) are its channels.
    /// </summary>
    /// <param name="files">Paths from the folder of data.</param>
    /// <param name="haveChannels">Whether a file may be one channel of several.</param>
    public static FoundPairs Of(IEnumerable<string> files, Func<string, bool> haveChannels)
    {
        // What may be a channel has a channel's number behind its name, which is not the mask's.
        var (told, notes) = WithParts([.. files.Select(file => new RoleOf(file, ImageRole.Of(file) is var role && haveChannels(file) ? role with { Number = null } : role))]);
        var roles = Named(told);
        var (pairs, left, unpaired) = (new List<FoundPair>(), new List<RoleOf>(), new List<string>());
        foreach (var own in roles.GroupBy(file => (file.Place, file.Role.Name)))
        {
            RoleOf[] images = [.. own.Where(file => !file.Role.IsMask)], masks = [.. own.Where(file => file.Role.IsMask)];
            switch (images.Length, masks.Length)
            {
                case (1, 1):
                    pairs.Add(new FoundPair([images[0].File], masks[0].File, images[0].Role.Folders, images[0].Role.Name));
                    break;
                case (_, 0) or (0, _):
                    left.AddRange(own);
                    break;
                case (1, _):
                    unpaired.Add(Several([images[0].File], [.. masks.Select(mask => mask.File)]));
                    break;
                default:
                    unpaired.Add($"{masks[0].File}: {images.Length} images ({string.Join(", ", images.Select(image => image.File))}), {OneIsWanted}");
                    break;
            }
        }

        DropRivals(left, pairs, unpaired, OfBeginnings(left, pairs));
        var (joined, channels) = Joined(left, haveChannels, pairs.Count > 0, unpaired);
        pairs.AddRange(joined);
        DropRivals(left, pairs, unpaired, OfEnds(left, pairs));
        var taken = OfBeginnings(left, pairs).Concat(OfEnds(left, pairs)).ToLookup(one => one.Mask, one => one.Pair);
        unpaired.AddRange(left.Select(file => file.File + (!file.Role.IsMask ? ": no mask" : ": no image" + (taken[file].FirstOrDefault() is { } pair ? $" ({pair.Images[0]} has another mask, {pair.Mask})" : ""))));
        var byFolder = Array.Exists(roles, file => file.Role is { IsMask: true, ByFolder: true });
        return new FoundPairs([.. pairs.OrderBy(pair => pair.Images[0], StringComparer.Ordinal)], [.. unpaired.Order(StringComparer.Ordinal)], byFolder, channels)
        {
            Notes = byFolder ? [.. notes, .. OfOthers([.. left.Where(file => file.Role is { ByFolder: false, Folders.Count: > 0 })], pairs)] : [],
        };
    }

    /// <summary>imagesTr with labelsTr and imagesTs with labelsTs are parts, as folders called train and test around images and masks are, unless others of images or masks are not called so, or folders around them tell parts.</summary>
    private static (RoleOf[] Roles, IReadOnlyList<string> Notes) WithParts(RoleOf[] roles)
    {
        var told = Array.FindAll(roles, file => file.Role.ByFolder);
        if (told.Select(file => file.Role.Part).OfType<string>().Distinct().Count() < 2 || told.SelectMany(file => file.Role.Folders).Select(FolderLevels.PartIn).OfType<string>().Distinct().Count() > 1)
        {
            return (roles, []);
        }

        return Array.Find(told, file => file.Role.Part is null) is { } other
            ? (roles, [$"warning: imagesTr and imagesTs are called as parts, and the folder of {other.File} is not, so that patients are split anew: where the parts are your split, call the folders imagesTr, labelsTr, imagesTs and labelsTs, or list all images in a CSV with the columns site, patient, part, image, mask"])
            : (Array.ConvertAll(roles, file => file.Role.Part is { } part ? file with { Role = file.Role with { Folders = [part, .. file.Role.Folders] } } : file), []);
    }

    private static IEnumerable<string> OfOthers(RoleOf[] others, List<FoundPair> pairs)
    {
        if (pairs.Count > 0 && others.Length >= pairs.Count)
        {
            yield return $"warning: what lies in {SourceNotes.Listed(others.Select(file => file.Place).Distinct(), ", ")} is not used ({others.Length}); where these are the masks, and files such as {pairs[0].Mask} are not, "
                + "name their folders masks and move the others away";
        }
    }

    /// <summary>The same name in folders of images and of masks pairs as it is, though it has a word of masks in it.</summary>
    private static RoleOf[] Named(RoleOf[] roles)
    {
        var images = roles.Where(file => !file.Role.IsMask).Select(file => (file.Place, file.Role.Name)).ToHashSet();
        return [.. roles.Select(file => file.Role is { IsMask: true, NameByFolder: { } name } && images.Contains((file.Place, name)) ? file with { Role = file.Role with { Name = name, Number = null } } : file)];
    }

    /// <summary>
    /// Where the images of most pairs go on behind the names of masks that are left, as case_t1 does behind case of case_seg, or such masks
    /// behind the names of most pairs, as case_lesion of case_lesion_mask does behind case, nothing tells which masks are meant: these pairs
    /// are none, and are told with all masks. Of one mask alone, or of few pairs, it is chance.
    /// </summary>
    private static void DropRivals(List<RoleOf> left, List<FoundPair> pairs, List<string> unpaired, IEnumerable<(RoleOf Mask, FoundPair Pair)> found)
    {
        var rivals = found.GroupBy(one => (one.Mask.Place, Name: one.Mask.Role.Name.Length < one.Pair.Name.Length ? one.Mask.Role.Name : one.Pair.Name)).ToArray();
        if (rivals.Length < 2 || 2 * rivals.Sum(name => name.DistinctBy(one => one.Pair).Count()) <= pairs.Count)
        {
            return;
        }

        var images = left.Where(file => !file.Role.IsMask).ToLookup(file => file.Place);
        var (told, none) = (new HashSet<RoleOf>(), new HashSet<FoundPair>());
        foreach (var name in rivals)
        {
            RoleOf[] goOn = [.. images[name.Key.Place].Where(image => GoesOn(image.Role.Name, name.Key.Name))], masks = [.. name.Select(one => one.Mask).Distinct()];
            FoundPair[] own = [.. name.Select(one => one.Pair).Distinct()];
            unpaired.Add(Several([.. own.SelectMany(pair => pair.Images).Concat(goOn.Select(image => image.File))], [.. own.Select(pair => pair.Mask).Concat(masks.Select(mask => mask.File))]));
            told.UnionWith([.. goOn, .. masks]);
            none.UnionWith(own);
        }

        left.RemoveAll(told.Contains);
        pairs.RemoveAll(none.Contains);
    }

    /// <summary>Masks that are left, each with a pair whose image goes on behind its name; of a pair, those of the longest such name.</summary>
    private static IEnumerable<(RoleOf Mask, FoundPair Pair)> OfBeginnings(List<RoleOf> left, List<FoundPair> pairs)
    {
        var masks = left.Where(file => file.Role is { IsMask: true, Name.Length: > 0 }).ToLookup(file => (file.Place, file.Role.Name));
        return masks.Count == 0 ? [] : pairs.SelectMany(pair => Enumerable.Range(1, pair.Name.Length).Reverse()
            .Where(end => GoesOn(pair.Name, pair.Name[..end])).Select(end => masks[(string.Join('/', pair.Folders), pair.Name[..end])]).FirstOrDefault(own => own.Any())?.Select(mask => (mask, pair)) ?? []);
    }

    /// <summary>Masks that are left, each with the pair behind whose name its own goes on; of several, that of the longest name.</summary>
    private static IEnumerable<(RoleOf Mask, FoundPair Pair)> OfEnds(List<RoleOf> left, List<FoundPair> pairs)
    {
        var named = pairs.ToLookup(pair => (string.Join('/', pair.Folders), pair.Name));
        return left.Where(file => file.Role.IsMask).SelectMany(mask => Enumerable.Range(1, mask.Role.Name.Length).Reverse()
            .Where(end => GoesOn(mask.Role.Name, mask.Role.Name[..end])).Select(end => named[(mask.Place, mask.Role.Name[..end])]).FirstOrDefault(own => own.Any())?.Select(pair => (mask, pair)) ?? []);
    }

    private static string Several(IReadOnlyList<string> images, IReadOnlyList<string> masks) =>
        $"{SourceNotes.Listed(images, ", ")}: {masks.Count} masks ({SourceNotes.Listed(masks, ", ")}), {OneIsWanted}";

    /// <summary>
    /// Pairs of a mask and the images whose names go on behind its own, with its number where both have one; what is paired is taken out of
    /// those that are left. Several masks of one name are told with their images, and pair with none but those of their numbers.
    /// </summary>
    private static (IReadOnlyList<FoundPair> Pairs, IReadOnlyList<string> Channels) Joined(List<RoleOf> left, Func<string, bool> haveChannels, bool othersPair, List<string> unpaired)
    {
        var found = new List<(RoleOf[] Masks, (string Channel, RoleOf Image)[] Images)>();
        foreach (var place in left.GroupBy(file => file.Place).ToArray())
        {
            var images = place.Where(file => !file.Role.IsMask).ToList();

            // The longest name first, since case_1 goes on behind case, too.
            foreach (var masks in place.Where(file => file.Role is { IsMask: true, Name.Length: > 0 }).OrderBy(file => file.File, StringComparer.Ordinal).GroupBy(file => file.Role.Name).OrderByDescending(name => name.Key.Length))
            {
                var own = images.Where(image => GoesOn(image.Role.Name, masks.Key)).Select(image => (Channel: image.Role.Name[(masks.Key.Length + 1)..], Image: image))
                    .Where(image => masks.Any(mask => mask.Role.MayHave(image.Channel))).OrderBy(image => image.Channel, StringComparer.Ordinal).ToArray();
                if (own.Length == 1 || (own.Length > 1 && own.DistinctBy(image => image.Channel).Count() == own.Length && Array.TrueForAll(own, image => haveChannels(image.Image.File))))
                {
                    Add([.. masks], own);
                    continue;
                }

                // Of several pictures, each is its number's.
                foreach (var alike in masks.GroupBy(mask => mask.Role.Number))
                {
                    if (Array.FindAll(own, image => alike.First().Role.HasNumber(image.Channel)) is [var only])
                    {
                        Add([.. alike], [only]);
                    }
                }
            }

            void Add(RoleOf[] masks, (string Channel, RoleOf Image)[] own)
            {
                found.Add((masks, own));
                images.RemoveAll(image => Array.Exists(own, one => one.Image == image));
            }
        }

        // Most cases tell which channels there are.
        var usual = found.GroupBy(one => string.Join('|', one.Images.Select(image => image.Channel))).OrderByDescending(group => group.Count()).ThenBy(group => group.Key, StringComparer.Ordinal).FirstOrDefault();
        string[] channels = usual?.First().Images is { Length: > 1 } several ? [.. several.Select(image => image.Channel)] : [];
        if (channels.Length == 0)
        {
            // One image that goes on behind a mask's name is its image where all do, in one way, or by its number; else their names are alike by chance.
            found.RemoveAll(one => one.Images is [var only] && !one.Masks[0].Role.HasNumber(only.Channel) && (othersPair || only.Channel != usual?.Key));
        }

        // Of several numbers, masks have one name, and their images do not.
        var inOneWay = found.DistinctBy(one => string.Join('|', one.Images.Select(image => image.Channel))).Count() == 1;
        var pairs = new List<FoundPair>();
        foreach (var (masks, own) in found)
        {
            var mask = masks[0];
            left.RemoveAll(file => masks.Contains(file) || Array.Exists(own, image => image.Image == file));
            if (masks.Length > 1)
            {
                unpaired.Add(Several([.. own.Select(image => image.Image.File)], [.. masks.Select(one => one.File)]));
            }
            else if (channels.Length == 0 ? own.Length == 1 : own.Select(image => image.Channel).SequenceEqual(channels))
            {
                pairs.Add(new FoundPair([.. own.Select(image => image.Image.File)], mask.File, mask.Role.Folders, inOneWay || !mask.Role.HasNumber(own[0].Channel) ? mask.Role.Name : own[0].Image.Role.Name));
            }
            else
            {
                unpaired.Add(Unlike(mask, [.. own.Select(image => image.Channel)], channels));
            }
        }

        return (pairs, channels);
    }

    private static string Unlike(RoleOf mask, string[] own, string[] channels)
    {
        string[] missing = [.. channels.Except(own)], more = [.. own.Except(channels)];
        return channels.Length == 0 ? $"{mask.File}: {own.Length} images ({string.Join(", ", own)}), where other masks have one"
            : missing.Length > 0 ? $"{mask.File}: no image {string.Join(", ", missing)}, which other masks have"
            : $"{mask.File}: an image {string.Join(", ", more)} more than other masks have";
    }

    private static bool GoesOn(string name, string behind) =>
        name.Length > behind.Length + 1 && name.StartsWith(behind, StringComparison.Ordinal) && name[behind.Length] is '_' or '-' or '.';
}
