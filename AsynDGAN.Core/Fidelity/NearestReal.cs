using static TorchSharp.torch;

namespace AsynDGAN.Core.Fidelity;

/// <summary>
/// The nearest of many real images. The distance of an image and a real one is 1 less their correlation inside the image's
/// own free ground, so brightness and contrast count for nothing; the least over the image shifted by up to 2 pixels each way, and
/// mirrored left to right. Pixels of that ground that a shift brings out of the picture are left out. Images are compared at 64
/// pixels at most, to which larger ones are averaged: what a shift of 2 pixels is does not depend on the resolution.
/// </summary>
/// <remarks>
/// All shifts are searched in single precision by products of matrices: with x the image centred inside its free ground m, and 0
/// outside, the correlation with a real image r is x.r / (|x| sqrt(m.r^2 - (m.r)^2 / |m|)). The distance of the one that is
/// found is then computed anew in double precision. At no time are there more than some hundred images of each side.
/// </remarks>
public static class NearestReal
{
    /// <summary>Pixels by which an image is shifted at most, each way.</summary>
    public const int Shift = 2;

    /// <summary>Side at which images are compared at most.</summary>
    public const int LargestSide = 64;

    private const int ImagesAtOnce = 128, RealsAtOnce = 512;

    /// <summary>The nearest real image of each image.</summary>
    /// <param name="images">At least one.</param>
    /// <param name="reals">All real images in parts of any size, of the same shape; each is made when it is asked for, in the present dispose scope.</param>
    /// <param name="ofOthers">Whether reals of the image's own patient are passed over.</param>
    /// <returns>One an image; null where there is no real image that counts.</returns>
    public static NearMatch?[] Of(ComparedImages images, IEnumerable<Func<ComparedImages>> reals, bool ofOthers)
    {
        using var noGraph = no_grad();
        using var scope = NewDisposeScope();
        var compared = AtComparedSide(images);
        var matches = new NearMatch?[images.Patients.Count];
        var from = 0;
        foreach (var part in reals)
        {
            using var ofPart = NewDisposeScope();
            var real = AtComparedSide(part());
            for (var first = 0; first < real.Patients.Count; first += RealsAtOnce)
            {
                Improve(matches, compared, Some(real, first, RealsAtOnce), from + first, ofOthers);
            }

            from += real.Patients.Count;
        }

        return matches;
    }

    private static void Improve(NearMatch?[] matches, ComparedImages images, ComparedImages reals, int from, bool ofOthers)
    {
        using var scope = NewDisposeScope();
        var flat = reals.Images.flatten(1);
        var (values, sums, squares) = (flat.t(), reals.Images.sum(1).flatten(1).t(), reals.Images.square().sum(1).flatten(1).t());
        for (var first = 0; first < matches.Length; first += ImagesAtOnce)
        {
            using var ofImages = NewDisposeScope();
            var some = Some(images, first, ImagesAtOnce);
            var (best, real, change) = Search(some, values, sums, squares, ofOthers ? SamePatients(some, reals) : null);
            foreach (var (i, correlation) in best.Index().Where(found => float.IsFinite(found.Item)))
            {
                var (position, distance) = (first + i, Distance(some, i, reals, (int)real[i], change[i]));
                matches[position] = matches[position] is { } before && before.Distance <= distance ? before : new NearMatch(from + (int)real[i], distance);
            }
        }
    }

    /// <summary>The largest correlation of each image with any real one, with which, and after which change; minus infinity where none counts.</summary>
    private static (float[] Best, long[] Real, int[] Change) Search(ComparedImages images, Tensor values, Tensor sums, Tensor squares, Tensor? excluded)
    {
        var (count, channels) = (images.Patients.Count, images.Images.shape[1]);
        var (best, real, change) = (new float[count], new long[count], new int[count]);
        Array.Fill(best, float.NegativeInfinity);
        for (var number = 0; number < Changes; number++)
        {
            using var scope = NewDisposeScope();
            var masks = Changed(images.Free, number).to(float32);
            var pixels = masks.sum([1, 2, 3]).reshape(-1, 1) * channels;
            var inside = Changed(images.Images, number) * masks;
            var centred = (inside - (inside.sum([1, 2, 3]).reshape(-1, 1) / pixels.clamp_min(1)).reshape(-1, 1, 1, 1) * masks).flatten(1);
            var mask = masks.flatten(1);
            var sum = mask.mm(sums);
            var ofReals = mask.mm(squares) - sum * sum / pixels.clamp_min(1);
            var ofImages = centred.square().sum(1, keepdim: true);
            var least = pixels * (InsideCorrelation.LeastDeviation * InsideCorrelation.LeastDeviation);
            var correlations = where((ofReals > least) & (ofImages > least), centred.mm(values) / (ofReals * ofImages).sqrt(), zeros_like(ofReals));
            if (excluded is not null)
            {
                correlations = correlations.masked_fill(excluded, float.NegativeInfinity);
            }

            var (highest, at) = correlations.max(1);
            var (found, places) = (highest.cpu().data<float>().ToArray(), at.cpu().data<long>().ToArray());
            for (var i = 0; i < count; i++)
            {
                if (found[i] > best[i])
                {
                    (best[i], real[i], change[i]) = (found[i], places[i], number);
                }
            }
        }

        return (best, real, change);
    }

    private static double Distance(ComparedImages images, int image, ComparedImages reals, int real, int change)
    {
        using var scope = NewDisposeScope();
        return 1 - InsideCorrelation.Of(
            Changed(images.Images.narrow(0, image, 1), change), reals.Images.narrow(0, real, 1), Changed(images.Free.narrow(0, image, 1), change))[0];
    }

    private static int Changes => 2 * (2 * Shift + 1) * (2 * Shift + 1);

    /// <summary>Images or grounds, [n, channels, height, width], mirrored and shifted; 0 where nothing comes from.</summary>
    private static Tensor Changed(Tensor images, int change)
    {
        var (side, place) = (2 * Shift + 1, change % (Changes / 2));
        var mirrored = change < Changes / 2 ? images : images.flip(3);
        var padded = nn.functional.pad(mirrored, [Shift, Shift, Shift, Shift]);
        return padded.narrow(2, place / side, images.shape[2]).narrow(3, place % side, images.shape[3]);
    }

    private static Tensor SamePatients(ComparedImages images, ComparedImages reals) => tensor(
        [.. images.Patients.SelectMany(patient => reals.Patients.Select(other => patient == other))],
        [images.Patients.Count, reals.Patients.Count], device: reals.Images.device);

    private static ComparedImages Some(ComparedImages all, int first, int atMost)
    {
        var count = Math.Min(atMost, all.Patients.Count - first);
        return new(all.Images.narrow(0, first, count), all.Free.narrow(0, first, count), [.. all.Patients.Skip(first).Take(count)]);
    }

    private static ComparedImages AtComparedSide(ComparedImages images)
    {
        var (height, width) = (images.Images.shape[2], images.Images.shape[3]);
        if (Math.Max(height, width) <= LargestSide)
        {
            return images with { Free = InsideCorrelation.Whole(images.Free) };
        }

        long[] size = [Math.Min(height, LargestSide), Math.Min(width, LargestSide)];
        return images with
        {
            Images = nn.functional.adaptive_avg_pool2d(images.Images, (size[0], size[1])),
            Free = InsideCorrelation.Whole(nn.functional.adaptive_avg_pool2d(images.Free.to(float32), (size[0], size[1])) >= 0.5),
        };
    }
}
