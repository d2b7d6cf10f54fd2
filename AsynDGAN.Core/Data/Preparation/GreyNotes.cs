using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Data.Sources;

namespace AsynDGAN.Core.Data.Preparation;

/// <summary>What of grey values, and of what normalisation did, a user may not expect: said, not refused.</summary>
internal static class GreyNotes
{
    /// <summary>Pictures that show nothing, and what was done with backgrounds and colours.</summary>
    public static IEnumerable<string> Of(IReadOnlyList<PreparedCase> cases, DataOptions options)
    {
        var empty = cases.SelectMany(prepared => prepared.Slices).Where(slice => slice.Stored.Low == slice.Stored.High && slice.MaskPixels >= Math.Max(1, options.MinMaskPixels)).ToArray();
        if (empty.Length > 0)
        {
            yield return $"warning: {empty.Length} {(empty.Length == 1 ? "picture has one value" : "pictures have one value each")} throughout, where the mask has an object: {SourceNotes.Listed(empty.Select(slice => $"{slice.FullName} {slice.Stored.Low}"), ", ")}";
        }

        if (options.Normalise.By == NormaliseBy.Range)
        {
            yield break;
        }

        if (cases.Any(prepared => prepared.Case.IsColour))
        {
            yield return "colours: red, green and blue are normalised by one scale for all channels of a patient's pictures";
        }

        var raised = cases.Where(prepared => prepared.Background > 0).ToArray();
        if (raised.Length > 0)
        {
            var named = SourceNotes.Listed(raised.Select(prepared => $"{prepared.Case.Name} from {prepared.Background}"), "; ");
            yield return $"values are counted from the background's level: {named} ({raised.Length} of {cases.Count} cases)";
        }
    }
}
