using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Federation.Messages;

namespace AsynDGAN.Core.Federation;

/// <summary>
/// The boundary of a hospital. Everything that it lets out or takes in is a message of this interface; there is no other
/// door, and no method that returns an image, a discriminator or an optimizer.
/// </summary>
public interface ISite
{
    /// <summary>What the site tells once.</summary>
    SiteProfile Profile { get; }

    /// <summary>Training conditions x ~ s_j(x), augmented as their images will be.</summary>
    /// <param name="exchange">The exchange's number; the same number gives the same conditions.</param>
    /// <param name="count">How many.</param>
    Conditions Draw(long exchange, int count);

    /// <summary>
    /// Both halves of the paper's iteration for this site: updates D_j on the fakes, then, with the updated D_j frozen,
    /// returns the gradient of the site's whole generator loss at them.
    /// </summary>
    /// <returns>The critique, or null where the fakes do not want one.</returns>
    Critique? Answer(long exchange, Synthetic fakes);

    /// <summary>
    /// Training or validation conditions in the order of their sample numbers, which is not that of names, unaugmented.
    /// Validation conditions, which are there to be looked at only, come in the order of previews.
    /// </summary>
    /// <param name="part">Training or validation.</param>
    /// <param name="from">The first one's position.</param>
    /// <param name="count">How many at most; fewer where the part ends.</param>
    Conditions Enumerate(DataPart part, int from, int count);

    /// <summary>
    /// Takes the fakes of a part's conditions that come first in the fixed order of previews: the site draws its own sample
    /// sheet and measures copying. Nothing returns.
    /// </summary>
    void Preview(int epoch, DataPart part, Synthetic fakes);
}
