using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Platform;

namespace AsynDGAN.Core.Data.Phantom;

/// <summary>
/// One phantom patient: a head of scalp, skull and brain (cortex with folds, white matter, two ventricles) and a tumour or vessels,
/// as a function of the position in the picture and of the slice.
/// </summary>
internal sealed class PhantomHead
{
    private const double Background = 0;
    private const double Scalp = 0.88;
    private const double Skull = 0.14;
    private const double Fluid = 0.12;
    private const double Cortex = 0.50;
    private const double White = 0.38;
    private const double VesselGrey = 0.85;

    private readonly double centreX;
    private readonly double centreY;
    private readonly double halfWidth;
    private readonly double halfHeight;
    private readonly PhantomWaves outline;
    private readonly PlaneNoise folds;
    private readonly PlaneNoise texture;
    private readonly double ventricleWidth;
    private readonly double ventricleLength;
    private readonly double brightness;

    private readonly double tumourX;
    private readonly double tumourY;
    private readonly double tumourRadius;
    private readonly double tumourGrey;
    private readonly PhantomWaves tumourOutline;
    private readonly PlaneNoise tumourTexture;
    private readonly PhantomVessels? vessels;

    /// <param name="random">Draws the patient.</param>
    /// <param name="character">
    /// In [0, 1): the institution's place among all. Tumours grow with it, and wander round the head from the front.
    /// </param>
    /// <param name="shows">Whether it has a tumour or vessels.</param>
    public PhantomHead(SplitMix64 random, double character, PhantomObject shows = PhantomObject.Tumour)
    {
        var half = PhantomSource.Side / 2.0;
        centreX = half + random.Between(-2, 2);
        centreY = half + random.Between(-1.5, 1.5);
        halfWidth = random.Between(32, 37);
        halfHeight = random.Between(39, 44);
        outline = new PhantomWaves(random, 0.015);
        folds = new PlaneNoise(random, 14, 0.45, 0.95);
        texture = new PlaneNoise(random, 8, 0.10, 0.35);
        ventricleWidth = random.Between(2.2, 4.2);
        ventricleLength = random.Between(9, 14);
        brightness = random.Between(0.93, 1.07);

        // Each institution has a sector of the head; two of them lie opposite.
        var angle = 2 * Math.PI * (character + random.Between(-0.11, 0.11)) - Math.PI / 2;
        var distance = random.Between(0.36, 0.58);
        tumourX = distance * Math.Cos(angle);
        tumourY = distance * Math.Sin(angle);
        tumourRadius = (5.5 + 8 * character) * random.Between(0.85, 1.2);
        tumourGrey = random.Between(0.66, 0.78);
        tumourOutline = new PhantomWaves(random, 0.09);
        tumourTexture = new PlaneNoise(random, 6, 0.2, 0.6);
        vessels = shows switch
        {
            PhantomObject.Tumour => null,
            PhantomObject.Vessels => new PhantomVessels(random, (centreX, centreY), (halfWidth, halfHeight), character),
            _ => throw new ArgumentOutOfRangeException(nameof(shows), shows, "no such object"),
        };
    }

    /// <summary>The tissue's grey (0 to 1) and whether it is tumour or vessel.</summary>
    /// <param name="position">-1 (lowest slice) to 1 (highest).</param>
    public (double Grey, bool Tumour) At(int x, int y, double position)
    {
        var size = 1 - 0.10 * (position + 0.4) * (position + 0.4);
        var dx = (x - centreX) / (halfWidth * size);
        var dy = (y - centreY) / (halfHeight * size);
        var angle = Math.Atan2(dy, dx);
        var radius = Math.Sqrt(dx * dx + dy * dy) / outline.At(angle, position);

        // Pixels from the head's surface inwards.
        var depth = (1 - radius) * (halfWidth + halfHeight) / 2 * size;
        if (depth <= -0.5)
        {
            return (Background, false);
        }

        var brain = Brain(x, y, dy, depth, position);
        var grey = Mix(Scalp, Skull, Step(depth - 3.2, 0.8));
        grey = Mix(grey, brain, Step(depth - 5.6, 0.8));

        var (share, inside) = vessels is null ? Tumour(x, y, size, depth, position) : Vessel(x, y, depth, position);
        grey = Mix(grey, vessels is null ? tumourGrey + 0.06 * tumourTexture.At(x, y, position) : VesselGrey, share);
        return (Math.Max(0.01, brightness * grey * Step(depth, 0.5)), inside);
    }

    private static double Mix(double a, double b, double share) => a + (b - a) * share;

    /// <summary>0 below -width, 1 above width, smooth between.</summary>
    private static double Step(double value, double width)
    {
        var t = Math.Clamp((value + width) / (2 * width), 0, 1);
        return t * t * (3 - 2 * t);
    }

    private double Brain(int x, int y, double dy, double depth, double position)
    {
        var wave = folds.At(x, y, position);

        // The cortex follows the folds; between them fluid, down to some depth.
        var grey = Mix(Cortex, White, Step(depth - 10.5 + 2.2 * wave, 1.2));
        var furrow = Step(0.16 - Math.Abs(wave), 0.10) * Step(12 - depth, 3);
        grey = Mix(grey, Fluid, 0.75 * furrow);
        grey += 0.035 * texture.At(x, y, position);

        // The gap between the hemispheres, in front and behind.
        var gap = Step(0.9 - Math.Abs(x - centreX), 0.7) * Step(Math.Abs(dy) - 0.45, 0.1);
        grey = Mix(grey, Fluid, 0.7 * gap);

        // Two ventricles, smaller in high slices, leaning outwards at their ends.
        var shrink = 1 - 0.35 * position;
        foreach (var side in (double[])[-1, 1])
        {
            var along = (y - centreY) / (ventricleLength * shrink);
            var across = (x - centreX - side * (2.2 + ventricleWidth * (0.8 + 0.9 * along * along))) / (ventricleWidth * shrink);
            var inside = 1 - Math.Sqrt(along * along + across * across);
            grey = Mix(grey, Fluid, Step(inside * ventricleWidth, 0.8));
        }

        return grey;
    }

    private (double Share, bool Inside) Tumour(int x, int y, double size, double depth, double position)
    {
        var dx = x - centreX - tumourX * halfWidth * size;
        var dy = y - centreY - tumourY * halfHeight * size;
        var radius = tumourRadius * Math.Sqrt(1 - 0.55 * position * position) * tumourOutline.At(Math.Atan2(dy, dx), position);
        var within = Math.Min(radius - Math.Sqrt(dx * dx + dy * dy), depth - 6.5);
        return (Step(within, 1.2), within > 0);
    }

    private (double Share, bool Inside) Vessel(int x, int y, double depth, double position)
    {
        // Vessels lie in the brain; farther out there are none to look for.
        var within = depth < 6 ? depth - 6.5 : Math.Min(vessels!.Within(x, y, position), depth - 6.5);
        return (Step(within, 0.5), within > 0);
    }
}
