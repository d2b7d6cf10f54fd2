using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Data.Batches;
using AsynDGAN.Core.Data.Sites;
using AsynDGAN.Core.Mixture;
using AsynDGAN.Core.Platform;
using AsynDGAN.Core.Runs;
using static TorchSharp.torch;

namespace AsynDGAN.Core.Data.Points;

/// <summary>
/// The paper's synthetic data: the points of each component are a site's. Drawn from the run's seed, so that runs with
/// several seeds differ in their data too. There are no patients and no parts: all points train.
/// </summary>
public sealed class GaussianData : IRunData
{
    private GaussianData(
        IReadOnlyList<(string Name, PointSet Points)> sites, GaussianMixture mixture, IReadOnlyList<SiteSize> distributed, string fingerprint,
        SiteOptions options, Device device)
    {
        (Distributed, Fingerprint) = (distributed, fingerprint);
        Facts = Table(mixture, distributed, options);
        OneLine = $"data: {(options.Mode == SiteMode.Single ? $"the component {options.Only} of " : "")}{distributed.Count} components, {sites.Sum(site => site.Points.Count)} points";
        Sites = [.. sites.Select(site => new SiteData<IPairs>(site.Name, site.Points, None(site.Points, device), None(site.Points, device), None(site.Points, device)))];
    }

    /// <inheritdoc />
    public IReadOnlyList<SiteData<IPairs>> Sites { get; }

    /// <inheritdoc />
    public IReadOnlyList<SiteSize> Distributed { get; }

    /// <inheritdoc />
    public IReadOnlyList<SplitRow> Split => [];

    /// <inheritdoc />
    public IReadOnlyList<string> Notes => [];

    /// <inheritdoc />
    public string OneLine { get; }

    /// <inheritdoc />
    public string Facts { get; }

    /// <inheritdoc />
    public string Fingerprint { get; }

    /// <inheritdoc />
    public string? CaseDigest => null;

    /// <summary>Draws the points of every component, and deals them to the sites of the run's mode.</summary>
    /// <exception cref="UserException">A component gets fewer points than training.batch_size, or sites.only names none.</exception>
    public static GaussianData Draw(Experiment experiment, Device device)
    {
        using var scope = NewDisposeScope();
        var (options, mixture) = (experiment.Data.Gaussian, GaussianMixture.Of(experiment.Data.Gaussian));
        var sizes = mixture.Components.Select(c => new SiteSize(c.Name, (int)Math.Round(c.Weight * options.Samples))).ToArray();
        Check(sizes, experiment);

        var labelled = options.Condition == GaussianCondition.Label;
        var points = mixture.Components.Select((component, j) => Points(component, sizes[j].TrainingSamples, experiment.Seed)).ToArray();
        var sets = points.Select((values, j) => Pairs(values, [.. Enumerable.Repeat(j, sizes[j].TrainingSamples)])).ToList();
        IReadOnlyList<(string, PointSet)> sites = experiment.Sites.Mode switch
        {
            SiteMode.Pooled => [(SitePartition.PooledSite, Pooled())],
            SiteMode.Single => [(experiment.Sites.Only!, sets[Array.FindIndex(sizes, s => s.Name == experiment.Sites.Only)])],
            SiteMode.Distributed => [.. sizes.Select((size, j) => (size.Name, sets[j]))],
            _ => throw new ArgumentOutOfRangeException(nameof(experiment), experiment.Sites.Mode, "no such mode"),
        };
        foreach (var unused in sets.Except(sites.Select(site => site.Item2)))
        {
            unused.Dispose();
        }

        return new GaussianData(sites, mixture, sizes, Hash(experiment, points), experiment.Sites, device);

        PointSet Pairs(float[] values, long[] components)
        {
            var x = nn.functional.one_hot(tensor(components), mixture.Components.Count).to(float32);
            long[] shape = [components.Length, labelled ? mixture.Components.Count : 0, 1, 1];
            return new PointSet(
                (labelled ? x : zeros(components.Length, 0)).reshape(shape).to(device),
                tensor(values, [components.Length, mixture.Dimensions, 1, 1]).to(device));
        }

        // In a random order, so that the first points are of all components.
        PointSet Pooled()
        {
            var all = points.SelectMany((values, j) => values.Chunk(mixture.Dimensions).Select(point => (Point: point, Component: (long)j))).ToArray();
            var order = SplitMix64.For(experiment.Seed, RandomPurpose.Gaussian, SitePartition.PooledSite).Permutation(all.Length);
            return Pairs([.. order.SelectMany(i => all[i].Point)], [.. order.Select(i => all[i].Component)]);
        }
    }

    public void Dispose()
    {
        foreach (var site in Sites)
        {
            site.Dispose();
        }
    }

    private static PointSet None(PointSet like, Device device) =>
        new(zeros([0, .. like.ConditionShape], device: device), zeros([0, .. like.ImageShape], device: device));

    private static float[] Points(NormalComponent component, int count, int seed)
    {
        var random = SplitMix64.For(seed, RandomPurpose.Gaussian, component.Name);
        return [.. Enumerable.Range(0, count).SelectMany(_ => GaussianMixture.Draw(component, random)).Select(y => (float)y)];
    }

    private static void Check(IReadOnlyList<SiteSize> sizes, Experiment experiment)
    {
        if (experiment.Sites.Mode == SiteMode.Single && sizes.All(size => size.Name != experiment.Sites.Only))
        {
            throw new UserException(
                $"sites.only: there is no site '{experiment.Sites.Only}'", $"The sites are {string.Join(", ", sizes.Select(size => size.Name))}.");
        }

        if (sizes.FirstOrDefault(size => size.TrainingSamples < experiment.Training.BatchSize) is { } small)
        {
            throw new UserException(
                $"{small.Name} has {small.TrainingSamples} of data.gaussian.samples {experiment.Data.Gaussian.Samples}, fewer than training.batch_size {experiment.Training.BatchSize}",
                "Raise data.gaussian.samples, or lower training.batch_size.");
        }
    }

    private static string Hash(Experiment experiment, float[][] points)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(experiment.Data.Gaussian.Condition.ToString()));
        foreach (var values in points)
        {
            hash.AppendData(MemoryMarshal.AsBytes<float>(values));
        }

        return Digest.Of(hash);
    }

    private static string Table(GaussianMixture mixture, IReadOnlyList<SiteSize> sizes, SiteOptions options)
    {
        var text = new StringBuilder();
        string[] names = [.. mixture.Components.Select(c => options.Sees(c.Name) ? c.Name : c.Name + " (left out)")];
        var width = names.Max(name => name.Length) + 2;
        text.AppendLine($"{"site".PadRight(width)}{"points",-10}{"share",-8}{"mean",-18}deviation");
        foreach (var (name, component, size) in names.Zip(mixture.Components, sizes))
        {
            text.Append(name.PadRight(width)).AppendLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{size.TrainingSamples,-10}{component.Weight,-8:0.###}{string.Join(", ", component.Mean.Select(m => m.ToString("0.###", CultureInfo.InvariantCulture))),-18}{component.Deviation:0.###}"));
        }

        return text.ToString();
    }
}
