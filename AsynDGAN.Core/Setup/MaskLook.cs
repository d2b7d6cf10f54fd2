using System.Globalization;
using AsynDGAN.Core.Data.Sources;

namespace AsynDGAN.Core.Setup;

/// <summary>Which stored values of masks are the object.</summary>
internal static class MaskLook
{
    private const string Option = "--mask-values", All = "all";
    private const int MostPictures = 2000, MostVolumes = 20, Listed = 8;

    // More numbers than classes have names: each object has its own.
    private const int MostClasses = 20;

    private const string Anew = "Save the masks anew as PNG, 0 outside and 255 inside, from what they were made of. Where there is nothing but these files, cut each at half brightness and save it as PNG, with any program that sets a threshold, such as GIMP, ImageMagick or Pillow for Python.";

    /// <summary>Looks at masks.</summary>
    /// <param name="paths">Of all of them; of many, some are looked at, evenly spaced, and all where every value is the object and nothing names them.</param>
    /// <param name="classes">Names of values, where the data tell them; those that no mask has that was looked at count where not all were.</param>
    /// <returns>data.mask_values: empty where every mask has two values that need no name.</returns>
    /// <param name="say">Told what is to be known of them, in a line.</param>
    /// <exception cref="UserException">Masks are at fault, or there are several classes and nobody to choose.</exception>
    public static IReadOnlyList<int> Of(string place, IReadOnlyList<string> paths, IReadOnlyDictionary<int, string> classes, SetupRequest request, ISetupAnswers answers, Action<string> say)
    {
        var looked = Math.Min(DataFolder.IsVolume(paths[0]) ? MostVolumes : MostPictures, paths.Count);
        return Of(place, paths, request.MaskValues == All && !AreNamed(classes) ? paths.Count : looked, classes, request, request.MaskValues, answers, say);
    }

    /// <param name="looked">How many of them are looked at.</param>
    /// <param name="given">The answer; null where it is not known yet.</param>
    private static IReadOnlyList<int> Of(
        string place, IReadOnlyList<string> paths, int looked, IReadOnlyDictionary<int, string> classes, SetupRequest request, string? given, ISetupAnswers answers, Action<string> say)
    {
        var read = ParallelReading.Run(looked, Environment.ProcessorCount, null, i => LookedMask.Of(paths[(int)((long)i * paths.Count / looked)]));
        var lossy = read.Count(mask => mask is { IsLossy: true, IsPlain: false });
        if (lossy > 0)
        {
            throw new UserException(
                $"{place}: {lossy} of {looked} masks are JPEG, which changes values, so that their borders are uncertain",
                Anew);
        }

        var faults = new FaultList();
        foreach (var fault in read.Select(mask => mask.Fault).OfType<string>())
        {
            faults.Add(fault);
        }

        faults.ThrowIfAny($"the masks of {place}", "Mend or remove these files, and run init again.");
        int[] values = [.. read.SelectMany(mask => mask.Values).Distinct().Order()];
        if (Array.Exists(values, value => value is < 0 or > ushort.MaxValue))
        {
            throw new UserException($"{place}: the masks have the values {Text(values)}; labels are whole numbers from 0 to {ushort.MaxValue}", "Store the masks with such labels.");
        }

        var soft = read.Count(mask => mask.IsSoft);
        if (soft > 0 && request.MaskValues is null)
        {
            throw new UserException(
                $"{place}: {soft} of {looked} masks have values between outside and inside, or beside them, as JPEG or a change of size leaves them ({Text(values)}), so that their borders are uncertain",
                $"{Anew} Where they are classes, name those that are the object by {Option}.");
        }

        int[] seen = [.. read.SelectMany(mask => mask.Values.Where(value => value != mask.Ground && classes.GetValueOrDefault(value) != NnUnetLayout.Ignore)).Distinct()];
        int[] named = looked == paths.Count ? [] : [.. classes.Where(label => label.Key is > 0 and <= ushort.MaxValue && label.Value != NnUnetLayout.Ignore).Select(label => label.Key).Except(seen)];
        int[] objects = [.. seen.Concat(named).Order()];
        if (given is null && named.Length == 0 && Array.TrueForAll(read, mask => mask.IsPlain && mask.Values.All(value => value == mask.Ground || objects.Contains(value))) && (AreOfOneColour(read) || objects.Length == 0))
        {
            SayGreys(read, say);
            return [];
        }

        var text = given ?? Chosen(place, values, objects, classes, looked < paths.Count ? $" ({looked} of {paths.Count} were looked at)" : "", answers);
        return text == All && looked < paths.Count && !AreNamed(classes)
            ? Of(place, paths, paths.Count, classes, request, All, answers, say)
            : Given(text, [.. values.Union(named).Order()], objects, looked == paths.Count || AreNamed(classes) ? null : value => say($"{Option} {text}: {value} is taken at its word, since no mask of the {looked} of {paths.Count} that were looked at has it"));
    }

    private static void SayGreys(LookedMask[] read, Action<string> say)
    {
        var greys = read.Where(mask => mask.Colour.Length == 0).SelectMany(mask => mask.Values.Where(value => value != mask.Ground)).CountBy(value => value).OrderBy(value => value.Key).ToArray();
        if (greys.Length > 1)
        {
            say($"masks differ in the value of what is inside ({string.Join(", ", greys.Select(value => $"{value.Key} in {value.Value} of {read.Length}"))}), and all of it counts as object; where these are classes, name the object by {Option}");
        }
    }

    /// <summary>Whether the data name every value.</summary>
    private static bool AreNamed(IReadOnlyDictionary<int, string> classes) => classes.Any(label => label.Key > 0 && label.Value != NnUnetLayout.Ignore);

    /// <summary>Black and one colour need no name, but where another mask has another one both are asked about.</summary>
    private static bool AreOfOneColour(IEnumerable<LookedMask> masks) => masks.Select(mask => mask.Colour).Where(colour => colour.Length > 0).Distinct().Count() < 2;

    /// <returns>The answer, as the option has it.</returns>
    private static string Chosen(string place, int[] values, int[] objects, IReadOnlyDictionary<int, string> classes, string looked, ISetupAnswers answers)
    {
        if (objects.Length == 0)
        {
            throw new UserException($"{place}: of the values of the masks ({Text(values)}) none is an object: what is not annotated is none", "Look whether the masks are the ones that are meant.");
        }

        if (objects.Length == 1)
        {
            return Number(objects[0]);
        }

        var all = objects.Length > MostClasses ? "every object has a number of its own" : "all of them are the object";
        var single = objects.Length > MostClasses ? [] : objects.Select(value => new SetupChoice(Number(value), classes.TryGetValue(value, out var name) ? $"{name} alone is the object" : "this one alone is the object"));
        return new SetupQuestion(
            $"{place}: the masks have the values {Text(values)}{looked}; which are the object (several as in {objects[0]},{objects[1]})?", Option,
            [new SetupChoice(All, all), .. single.Take(Listed)]).Ask(answers);
    }

    /// <param name="tellUnseen">Told a value that is named and that no mask has that was looked at; null where all were.</param>
    private static int[] Given(string text, int[] values, int[] objects, Action<int>? tellUnseen)
    {
        if (text == All)
        {
            return objects.Length > MostClasses ? [.. Enumerable.Range(0, objects[^1] + 1).Where(value => value >= Math.Min(1, objects[0]))] : objects;
        }

        var named = text.Split(',', StringSplitOptions.TrimEntries).Select(part => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : -1).ToArray();
        int[] unseen = [.. named.Except(values)];
        if (unseen.Length > 0 && (tellUnseen is null || Array.Exists(unseen, value => value is < 0 or > ushort.MaxValue)))
        {
            throw new UserException($"{Option} {text}: the masks have the values {Text(values)}", $"Name some of them, as in {Option} {string.Join(',', objects.Take(2))}, or {Option} {All}.");
        }

        Array.ForEach(unseen, value => tellUnseen?.Invoke(value));
        return named;
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Text(int[] values) => string.Join(", ", values.Take(Listed)) + (values.Length > Listed ? $", ... {values[^1]}" : "");
}
