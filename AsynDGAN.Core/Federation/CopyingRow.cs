namespace AsynDGAN.Core.Federation;

/// <summary>
/// How near the fakes are to the real images of the same conditions: what a site measures of copying. Training far above
/// validation says that G reproduces the images it has learned from.
/// </summary>
/// <param name="Epoch">After which epoch.</param>
/// <param name="Site">The site's name.</param>
/// <param name="Part">"training" or "validation".</param>
/// <param name="Images">How many were compared, spread over the site's patients.</param>
/// <param name="Correlation">Mean Pearson correlation of a fake's and its real image's values; images without deviation count as 0.</param>
/// <param name="L1">Mean absolute difference, in units of the range [-1, 1].</param>
/// <param name="CorrelationInside">The mean correlation inside the head, or what else objects lie upon, away from its outline and without the object; undefined in rows of earlier versions.</param>
/// <param name="NearCopies">
/// Share of the fakes that are nearer to a training image of the site than 5 in 100 of its real images are to those of other patients;
/// undefined where the site has too few images, and in rows of earlier versions.
/// </param>
public sealed record CopyingRow(
    int Epoch, string Site, string Part, int Images, double Correlation, double L1, double? CorrelationInside = null, double? NearCopies = null);
