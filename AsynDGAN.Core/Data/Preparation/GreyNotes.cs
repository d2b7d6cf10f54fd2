using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Data.Sources;

namespace AsynDGAN.Core.Data.Preparation;

/// <summary>What normalisation did that a user may not expect: said, not refused.</summary>
internal static class GreyNotes
{
    /// <summary>What was done with backgrounds and colours of pictures.</summary>
    public static IEnumerable<string> Of(IReadOnlyList<PreparedCase> cases, DataOptions options)
    {
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
