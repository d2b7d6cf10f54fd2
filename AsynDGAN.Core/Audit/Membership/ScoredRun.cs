using AsynDGAN.Core.Audit.Subject;
using AsynDGAN.Core.Runs;

namespace AsynDGAN.Core.Audit.Membership;

/// <summary>What every attack makes of the images that a run was asked about.</summary>
internal sealed class ScoredRun
{
    private readonly Dictionary<(string Site, string Name), int> places;
    private readonly Dictionary<MembershipAttack, double[]> scores;

    private ScoredRun(Dictionary<(string Site, string Name), int> places, Dictionary<MembershipAttack, double[]> scores) => (this.places, this.scores) = (places, scores);

    /// <summary>Asks a run.</summary>
    /// <param name="run">The run.</param>
    /// <param name="images">About these, each once.</param>
    /// <param name="reference">Images of patients of whom nothing is scored by what is released.</param>
    /// <param name="display">Shows how far it is.</param>
    /// <param name="stop">Asks to stop.</param>
    public static ScoredRun Of(
        AuditedRun run, IReadOnlyList<AskedImage> images, IReadOnlyList<AskedImage> reference, IRunDisplay display, CancellationToken stop)
    {
        var scores = new Dictionary<MembershipAttack, double[]>(CentreView.Of(run, images, done => display.Advance($"{run.Name}: images asked about", done, images.Count), stop))
        {
            [MembershipAttack.Discriminator] = DiscriminatorView.Of(run.Discriminator, images),
        };
        foreach (var (attack, released) in ReleasedView.Of(run, images, reference, display, stop))
        {
            scores[attack] = released;
        }

        return Of(images, reference, scores);
    }

    /// <summary>Brings the scores of each hospital to one scale: hospitals differ, and so do their discriminators.</summary>
    /// <param name="images">As above.</param>
    /// <param name="reference">As above. What their own images are given by such attacks, of which each is its own nearest, is no one's score and set to 0.</param>
    /// <param name="scores">One an image by attack; they are changed.</param>
    internal static ScoredRun Of(IReadOnlyList<AskedImage> images, IReadOnlyList<AskedImage> reference, Dictionary<MembershipAttack, double[]> scores)
    {
        var compared = reference.Select(image => image.Patient).ToHashSet();
        foreach (var (attack, values) in scores)
        {
            foreach (var site in images.Index().GroupBy(image => image.Item.Site.Name))
            {
                var scored = site.ToLookup(image => !attack.ComparesWithOthers || !compared.Contains(image.Item.Patient), image => image.Index);
                Standardise(values, [.. scored[true]]);
                Array.ForEach([.. scored[false]], place => values[place] = 0);
            }
        }

        return new ScoredRun(images.Index().ToDictionary(image => image.Item.Key, image => image.Index), scores);
    }

    /// <summary>The same scores on a scale of these images alone, so that those of two runs differ by nothing but the runs.</summary>
    /// <param name="images">Images that were asked about, of patients who are not compared with.</param>
    public ScoredRun Among(IReadOnlyList<AskedImage> images) =>
        Of(images, [], scores.ToDictionary(attack => attack.Key, attack => images.Select(image => attack.Value[places[image.Key]]).ToArray()));

    /// <summary>Whether an attack tells anything at all: not where there is no such loss, no set, or all images have one score.</summary>
    public bool Tells(MembershipAttack attack) => scores.TryGetValue(attack, out var values) && values.Any(value => value != 0) && values.All(double.IsFinite);

    /// <summary>An image's score.</summary>
    public double Of(MembershipAttack attack, AskedImage image) => scores[attack][places[image.Key]];

    /// <summary>To a mean of 0 and a deviation of 1; all 0 where they are alike but for rounding.</summary>
    private static void Standardise(double[] values, int[] places)
    {
        if (places.Length == 0)
        {
            return;
        }

        var mean = places.Average(place => values[place]);
        var deviation = Math.Sqrt(places.Average(place => Math.Pow(values[place] - mean, 2)));
        Array.ForEach(places, place => values[place] = deviation > 1e-9 * Math.Max(1, Math.Abs(mean)) ? (values[place] - mean) / deviation : 0);
    }
}
