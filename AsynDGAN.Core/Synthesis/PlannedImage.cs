namespace AsynDGAN.Core.Synthesis;

/// <summary>One image to be drawn.</summary>
/// <param name="Item">Position in the plan, from 0; its random states derive from it.</param>
/// <param name="Site">Position of the head's site.</param>
/// <param name="Sample">Position of the condition among the site's conditions that are drawn.</param>
/// <param name="Mixed">Whether another slice's tumour is placed in its head.</param>
internal readonly record struct PlannedImage(int Item, int Site, int Sample, bool Mixed)
{
    /// <summary>Every training condition per_mask times, followed by its mix_masks extras; sites in order.</summary>
    /// <param name="samples">Conditions of each site.</param>
    /// <param name="perMask">Images a condition.</param>
    /// <param name="mixMasks">Extras a condition.</param>
    public static IEnumerable<PlannedImage> All(IReadOnlyList<int> samples, int perMask, int mixMasks)
    {
        var item = 0;
        for (var site = 0; site < samples.Count; site++)
        {
            for (var sample = 0; sample < samples[site]; sample++)
            {
                for (var copy = 0; copy < perMask + mixMasks; copy++)
                {
                    yield return new PlannedImage(item++, site, sample, copy >= perMask);
                }
            }
        }
    }
}
