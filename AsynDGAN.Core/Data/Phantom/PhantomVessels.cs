using AsynDGAN.Core.Platform;

namespace AsynDGAN.Core.Data.Phantom;

/// <summary>
/// Trees of bright lines in a head: each comes from near its surface, bends, and parts into thinner ones, from three pixels wide down
/// to one. From slice to slice they are displaced a little.
/// </summary>
internal sealed class PhantomVessels
{
    private const double Widest = 3, Thinnest = 1.2, Step = 1, LargestBend = 0.2, Parting = 0.45;
    private const int StepsToPart = 13;

    private readonly List<(double X, double Y, double Radius)> places = [];
    private readonly (double X, double Y) drift;

    /// <param name="random">Draws the patient's trees.</param>
    /// <param name="centre">The head's middle.</param>
    /// <param name="half">Half of its width and height.</param>
    /// <param name="character">In [0, 1): the institution's place among all; its trees begin at another side of the head.</param>
    public PhantomVessels(SplitMix64 random, (double X, double Y) centre, (double X, double Y) half, double character)
    {
        drift = (random.Between(-3, 3), random.Between(-3, 3));
        foreach (var tree in Enumerable.Range(0, 3))
        {
            var angle = 2 * Math.PI * (character + tree / 3.0 + random.Between(-0.06, 0.06));
            Grow(random, (centre.X + 0.8 * half.X * Math.Cos(angle), centre.Y + 0.8 * half.Y * Math.Sin(angle)), angle + Math.PI + random.Between(-0.3, 0.3), Widest);
        }
    }

    /// <summary>Pixels from a point to the vessels' surface: above 0 within, below outside.</summary>
    /// <param name="position">-1 (lowest slice) to 1 (highest).</param>
    public double Within(int x, int y, double position)
    {
        var (atX, atY) = (x - drift.X * position, y - drift.Y * position);
        var most = double.NegativeInfinity;
        foreach (var (placeX, placeY, radius) in places)
        {
            most = Math.Max(most, radius - Math.Sqrt((atX - placeX) * (atX - placeX) + (atY - placeY) * (atY - placeY)));
        }

        return most;
    }

    private void Grow(SplitMix64 random, (double X, double Y) at, double direction, double width)
    {
        while (width >= Thinnest)
        {
            for (var i = 0; i < StepsToPart; i++)
            {
                direction += random.Between(-LargestBend, LargestBend);
                at = (at.X + Step * Math.Cos(direction), at.Y + Step * Math.Sin(direction));
                places.Add((at.X, at.Y, width / 2));
            }

            width *= 0.8;
            Grow(random, at, direction + Parting + random.Between(0, 0.4), width * 0.8);
            direction -= Parting * random.Between(0.2, 0.8);
        }
    }
}
