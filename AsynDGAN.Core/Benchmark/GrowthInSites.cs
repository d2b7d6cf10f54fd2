using System.Globalization;
using AsynDGAN.Core.Figures;
using AsynDGAN.Core.Runs;

namespace AsynDGAN.Core.Benchmark;

/// <summary>How a step grows with the number of sites, each measured in a process of its own, so that a peak of memory is its own.</summary>
/// <param name="Results">One a number of sites, at least one, in rising order.</param>
public sealed record GrowthInSites(IReadOnlyList<BenchmarkResult> Results)
{
    /// <summary>Numbers of sites as they are given.</summary>
    /// <param name="text">Such as 2,4,10.</param>
    /// <exception cref="UserException">It is no list of rising whole numbers from 1 to 1000.</exception>
    public static IReadOnlyList<int> Parse(string text)
    {
        var numbers = text.Split(',').Select(number => int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var sites) ? sites : 0).ToArray();
        return numbers.All(number => number is >= 1 and <= 1000) && numbers.Zip(numbers.Skip(1)).All(pair => pair.First < pair.Second)
            ? numbers
            : throw new UserException($"--sites {text}: give whole numbers from 1 to 1000, each above the one before it.", "Write them as --sites 2,4,10.");
    }

    /// <summary>How much longer a step takes than the first number's times the sites: 1 is linear.</summary>
    public IReadOnlyList<double> OfLinear => [.. Results.Select(result => result.SecondsPerStep / result.Sites / (Results[0].SecondsPerStep / Results[0].Sites))];

    /// <summary>Memory above the idle process: the device's where there is one, else the host's.</summary>
    public IReadOnlyList<double> Megabytes => [.. Results.Select(result => (result.DevicePeak - result.DeviceIdle ?? result.HostPeak - result.HostIdle) / 1e6)];

    /// <summary>The table in Markdown.</summary>
    public string ToText()
    {
        var rows = Results.Select((result, i) => (IReadOnlyList<string>)
        [
            Text($"{result.Sites}"),
            Text($"{1000 * result.SecondsPerStep:n1}"),
            Text($"{result.ImagesPerSecond:g4}"),
            Text($"{OfLinear[i]:n2}"),
            Text($"{Megabytes[i]:n0}"),
            i == 0 ? "" : Text($"{(Megabytes[i] - Megabytes[i - 1]) / (result.Sites - Results[i - 1].Sites):n2}"),
            Text($"{result.BytesASite / 1e6:n2}"),
        ]);
        return new TextTable(["sites", "ms a step", "images a second", "of linear", "MB above idle", "MB more a site", "MB that a site keeps"], [.. rows]).Markdown();
    }

    /// <summary>Time and memory over the number of sites, each as a multiple of the first.</summary>
    /// <returns>A PNG.</returns>
    public byte[] Plot()
    {
        double[] sites = [.. Results.Select(result => (double)result.Sites)];
        return LinePlot.Render(
            $"{Results[0].Name}: a step, in multiples of that of {Results[0].Sites} sites", "sites",
            [
                new PlotLine("time", sites, [.. Results.Select(result => result.SecondsPerStep / Results[0].SecondsPerStep)]),
                new PlotLine("linear", sites, [.. sites.Select(number => number / sites[0])]),
                new PlotLine("memory", sites, [.. Megabytes.Select(megabytes => megabytes / Megabytes[0])]),
            ]);
    }

    private static string Text(FormattableString value) => value.ToString(CultureInfo.InvariantCulture);
}
