using System.Text.Json;
using AsynDGAN.Core.Comparison.Statistics;

namespace AsynDGAN.Tests.Comparison.Statistics;

public class HolmTests
{
    private static IEnumerable<TestCaseData> Cases() => TestsGolden.Json.GetProperty("holm").EnumerateArray()
        .Select(golden => new TestCaseData(golden).SetArgDisplayNames(string.Join(' ', Numbers(golden, "p"))));

    [TestCaseSource(nameof(Cases))]
    public void Adjusted_values_equal_the_reference(JsonElement golden)
    {
        var adjusted = Holm.Adjust(Numbers(golden, "p"));
        var expected = Numbers(golden, "adjusted");
        Assert.That(adjusted, Has.Length.EqualTo(expected.Length));
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.That(adjusted[i], Is.EqualTo(expected[i]).Within(TestsGolden.Tolerance(expected[i])));
        }

        bool[] rejected = [.. golden.GetProperty("reject_at_0.05").EnumerateArray().Select(value => value.GetBoolean())];
        Assert.That(Array.ConvertAll(adjusted, p => p <= 0.05), Is.EqualTo(rejected));
    }

    [Test]
    public void Nothing_to_adjust_is_nothing() => Assert.That(Holm.Adjust([]), Is.Empty);

    [Test]
    public void What_is_no_probability_is_refused([Values(-0.1, 1.1, double.NaN)] double p) =>
        Assert.That(() => Holm.Adjust([0.5, p]), Throws.ArgumentException);

    private static double[] Numbers(JsonElement golden, string name) =>
        [.. golden.GetProperty(name).EnumerateArray().Select(number => number.GetDouble())];
}
