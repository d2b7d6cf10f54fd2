using AsynDGAN.Core.Configuration;

namespace AsynDGAN.Core.Data.Sources;

/// <summary>Whose cases are that published sets name by a person and a time, or a slide: all of a person are one patient, who belongs to one part.</summary>
internal static class CaseTimes
{
    /// <summary>The patient of each case: the person, where several cases are of one; else the case's own name.</summary>
    /// <param name="cases">Their names.</param>
    /// <param name="person">The name without its time; null where it tells none.</param>
    /// <param name="what">What is said of those with several.</param>
    /// <returns>The patients by case, and what is to be said of those with several.</returns>
    public static (IReadOnlyDictionary<string, string> Of, IReadOnlyList<string> Notes) Patients(IReadOnlyCollection<string> cases, Func<string, string?> person, string what = "cases of one patient at several times")
    {
        var several = cases.GroupBy(name => person(name) ?? name).Where(own => own.Count() > 1).OrderBy(own => own.Key, StringComparer.Ordinal).ToArray();
        var persons = several.SelectMany(own => own.Select(name => (name, own.Key))).ToDictionary();
        return (
            cases.ToDictionary(name => name, name => persons.GetValueOrDefault(name, name)),
            several.Length == 0 ? [] : [$"{what}: {SourceNotes.Listed(several.Select(own => $"{own.Key} has {own.Count()}"), "; ")}"]);
    }

    /// <summary>The cases whose patients belong elsewhere by other cases, those of the first of their parts.</summary>
    /// <param name="cases">With their patients; those without a part are of training.</param>
    /// <param name="what">What a case is called.</param>
    /// <returns>Why, by case.</returns>
    public static IReadOnlyDictionary<string, string> Elsewhere(IEnumerable<ImageCase> cases, string what) => cases.GroupBy(@case => @case.Patient).SelectMany(own =>
    {
        var (part, institution) = (own.Min(PartOf), own.MinBy(PartOf)!.Institution);
        return own.Where(@case => PartOf(@case) != part || @case.Institution != institution).Select(@case => (@case.Name, PartOf(@case) != part
            ? $"the patient {own.Key} has a {what} in {PartNames.Of(part)} too, and belongs to one part"
            : $"the patient {own.Key} has a {what} of {institution} too, and belongs to one institution"));
    }).ToDictionary();

    private static DataPart PartOf(ImageCase @case) => @case.Part ?? DataPart.Training;
}
