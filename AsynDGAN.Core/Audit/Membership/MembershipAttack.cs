using System.Text.Json;
using AsynDGAN.Core.Audit.Findings;
using AsynDGAN.Core.Federation;

namespace AsynDGAN.Core.Audit.Membership;

/// <summary>A way to tell images that were trained on from others, of which each image gets a score.</summary>
/// <param name="Name">As its figures' keys have it.</param>
/// <param name="Who">Who can do it.</param>
/// <param name="What">What is looked at.</param>
/// <param name="EitherWay">Whether it is not known beforehand if training images have the higher or the lower scores; then it is taken as it tells more.</param>
internal sealed record MembershipAttack(string Name, string Who, string What, bool EitherWay = false)
{
    private const string Centre = "a centre";

    // A penalty looks between image and drawing, at a random place of each step.
    private static readonly IReadOnlyList<LossTerm> terms = [.. LossTerms.All.Where(term => term.Name != "GradientPenalty")];

    /// <summary>Of a critique: its gradient.</summary>
    public static MembershipAttack Gradient { get; } = new("gradient", Centre, "size of the critique's gradient", EitherWay: true);

    /// <summary>Of a critique: its losses. Those on fakes alone may be larger or smaller where D_j knows what it was trained on.</summary>
    public static IReadOnlyList<(LossTerm Term, MembershipAttack Attack)> Losses { get; } =
    [
        .. terms.Select(term => (term, new MembershipAttack(
            JsonNamingPolicy.SnakeCaseLower.ConvertName(term.Name), Centre, $"loss, {term.Title}", EitherWay: term.Name is "DiscriminatorFake" or "Adversarial"))),
    ];

    /// <summary>D_j's own opinion of the real image.</summary>
    public static MembershipAttack Discriminator { get; } = new("discriminator", "one who has D_j", "its opinion of the real image");

    /// <summary>The distance to the nearest released image.</summary>
    public static MembershipAttack Nearest { get; } = new("nearest", "one who has the released set", "distance to the nearest released image");

    /// <summary>The ratio of densities.</summary>
    public static MembershipAttack Density { get; } = new("density", "one who has the released set", "density of released images");

    /// <summary>Whether images of other patients are compared with, of whom none is scored.</summary>
    public bool ComparesWithOthers => this == Nearest || this == Density;

    /// <summary>All, in the order of the page.</summary>
    public static IReadOnlyList<MembershipAttack> All { get; } = [Gradient, .. Losses.Select(loss => loss.Attack), Discriminator, Nearest, Density];

    /// <summary>Its area under the ROC curve.</summary>
    public FigureKey Auc => new($"membership.{Name}_auc", $"how often {What} gives a training image the higher score of a pair; 0.5 is chance");

    /// <summary>Its true positives.</summary>
    public FigureKey TruePositives => new($"membership.{Name}_tpr", $"share of training images that {What} finds where 1 in 100 others is taken for one");

    /// <summary>What it could show.</summary>
    public FigureKey Smallest => new($"membership.{Name}_smallest", $"the {Name}_auc that 5 in 100 random divisions of the patients exceed: a smaller one shows nothing");

    /// <summary>What it makes of members alone.</summary>
    public FigureKey Floor => new($"membership.{Name}_floor", $"the {Name}_auc that 5 in 100 divisions of the training patients alone exceed");

    /// <summary>What it makes of the same images under two generators.</summary>
    public FigureKey Exchanged => new($"membership.{Name}_exchanged", $"{Name}_auc of the same images with roles exchanged between two runs");

    /// <summary>All five.</summary>
    public IEnumerable<FigureKey> Keys => [Auc, TruePositives, Smallest, Floor, Exchanged];
}
