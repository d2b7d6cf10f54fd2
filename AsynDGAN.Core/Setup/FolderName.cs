using System.Globalization;
using System.Text.RegularExpressions;

namespace AsynDGAN.Core.Setup;

/// <summary>What names say of folders: whether hospitals, patients, or visits and kinds of images are called so.</summary>
internal static partial class FolderName
{
    /// <summary>A hospital's.</summary>
    public static bool IsSite(string name) => SiteWord().IsMatch(name);

    /// <summary>A patient's.</summary>
    public static bool IsPatient(string name) => PatientWord().IsMatch(name);

    /// <summary>That of a visit, a side, a view or a kind of images.</summary>
    public static bool IsVisit(string name) => VisitWord().IsMatch(name);

    /// <summary>A number, or a code with one.</summary>
    public static bool IsNumbered(string name) => Number().IsMatch(name);

    /// <summary>
    /// Whether names are counted, as every hospital counts its patients or pictures from 1: all have numbers that begin low, and of those
    /// between the lowest and the highest there is every second one at least. The largest number of a name is its own.
    /// </summary>
    public static bool AreCounted(IReadOnlyCollection<string> names)
    {
        double[] numbers = [.. names.Where(IsNumbered).Select(name => Number().Matches(name).Max(number => double.Parse(number.Value, CultureInfo.InvariantCulture))).Distinct()];
        return names.Count > 0 && names.All(IsNumbered) && numbers.Min() <= numbers.Length && numbers.Max() - numbers.Min() < 2 * numbers.Length;
    }

    [GeneratedRegex("hospital|site|cent(er|re)|clinic|institut|scanner|vendor|klinik|h[oô]pital", RegexOptions.IgnoreCase)]
    private static partial Regex SiteWord();

    [GeneratedRegex(@"patient|subject|\bsub[-_]|\bpat[-_]?\d|\bp\d+\z|\bcase", RegexOptions.IgnoreCase)]
    private static partial Regex PatientWord();

    [GeneratedRegex(
        @"\A((ses|session|visit|exam|study|series|timepoint|time|tp|week|month|year|day|baseline|follow[-_ ]?up|fu|bl|pre|post|pre[-_ ]?op|post[-_ ]?op)[-_ ]?\d*|[tv]\d{1,2}|m\d{1,2}|scan[-_ ]?\d+|(19|20)\d\d(?<between>[-_.]?)(0[1-9]|1[0-2])\k<between>(0[1-9]|[12]\d|3[01])|t1w|t1c|t1ce|t1gd|t1n|t2w|t2f|pd|flair|adc|dwi|swi|mr|mri|ct|pet|phase[-_ ]?\d+|axial|coronal|sagittal|od|os|((l|r|left|right)[-_ ]?)?(cc|mlo)|l|r|left|right|\d{1,3}x)\z",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex VisitWord();

    [GeneratedRegex("[0-9]+")]
    private static partial Regex Number();
}
