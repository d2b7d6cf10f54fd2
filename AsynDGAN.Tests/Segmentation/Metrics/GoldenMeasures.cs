using System.Text.Json;

namespace AsynDGAN.Tests.Segmentation.Metrics;

/// <summary>Compares measures with reference numbers, where null means undefined.</summary>
internal static class GoldenMeasures
{
    /// <param name="got">By the names of the reference.</param>
    /// <param name="expected">An object with at least those names.</param>
    public static void AreEqual(IReadOnlyDictionary<string, double?> got, JsonElement expected)
    {
        using (Assert.EnterMultipleScope())
        {
            foreach (var (name, value) in got)
            {
                var reading = expected.GetProperty(name);
                if (reading.ValueKind == JsonValueKind.Null)
                {
                    Assert.That(value, Is.Null, name);
                }
                else
                {
                    var truth = reading.GetDouble();
                    Assert.That(value, Is.EqualTo(truth).Within(1e-12 + 1e-12 * Math.Abs(truth)), name);
                }
            }
        }
    }
}
