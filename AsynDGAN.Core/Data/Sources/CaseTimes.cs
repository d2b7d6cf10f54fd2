namespace AsynDGAN.Core.Data.Sources;

/// <summary>Whose cases are that published sets name by a person and a time: all of a person are one patient, who belongs to one part.</summary>
internal static class CaseTimes
{
    /// <summary>The patient of each case: the person, where several cases are of one; else the case's own name.</summary>
    /// <param name="cases">Their names.</param>
    /// <param name="person">The name without its time; null where it tells none.</param>
    /// <returns>The patients by case, and what is to be said of those with several.</returns>
    public static (IReadOnlyDictionary<string, string> Of, IReadOnlyList<string> Notes) Patients(IReadOnlyCollection<string> cases, Func<string, string?> person)
    {
        var several = cases.GroupBy(name => person(name) ?? name).Where(own => own.Count() > 1).OrderBy(own => own.Key, StringComparer.Ordinal).ToArray();
        var persons = several.SelectMany(own => own.Select(name => (name, own.Key))).ToDictionary();
        return (
            cases.ToDictionary(name => name, name => persons.GetValueOrDefault(name, name)),
            several.Length == 0 ? [] : [$"cases of one patient at several times: {SourceNotes.Listed(several.Select(own => $"{own.Key} has {own.Count()}"), "; ")}"]);
    }
}
