using System.Runtime;
using System.Runtime.CompilerServices;
using System.Text.Json;
using static TorchSharp.torch;

namespace AsynDGAN.Tests.Build;

/// <summary>No collection in the background may finalize numbers that libtorch is reading; what is free does not stay in pieces.</summary>
public class GarbageCollectionTests
{
    [TestCase("asyndgan.runtimeconfig.json")]
    [TestCase("AsynDGAN.Tests.runtimeconfig.json")]
    public void Collections_in_the_background_are_off(string configuration)
    {
        using var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, configuration)));
        Assert.That(json.RootElement.GetProperty("runtimeOptions").GetProperty("configProperties").GetProperty("System.GC.Concurrent").GetBoolean(), Is.False);
    }

    [Test]
    public void Large_arrays_that_are_left_are_moved_together()
    {
        var left = OneOfEight(512);

        // The second moves what the first found in pieces.
        GC.Collect();
        GC.Collect();
        var large = GC.GetGCMemoryInfo(GCKind.FullBlocking).GenerationInfo[3];
        Assert.That(large.FragmentationAfterBytes, Is.LessThan(large.SizeAfterBytes / 2));
        GC.KeepAlive(left);
    }

    [Test]
    public void Operations_with_numbers_work_between_many_collections()
    {
        // With collections in the background some hundred of these suffice for a fault.
        Assert.That(GCSettings.LatencyMode, Is.EqualTo(GCLatencyMode.Batch));
        object[][] live = [.. Enumerable.Range(0, 400_000).Select(_ => new object[4])];
        using var one = ones(16);
        var before = GC.CollectionCount(2);
        for (var i = 0; i < 4_000; i++)
        {
            GC.KeepAlive(new float[60_000]);
            for (var j = 0; j < 100; j++)
            {
                using var sum = one.add(one);
                using var product = sum * 2;
            }
        }

        Assert.That(GC.CollectionCount(2), Is.GreaterThan(before));
        GC.KeepAlive(live);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static byte[][] OneOfEight(int count) => [.. Made(count).Where((_, i) => i % 8 == 0)];

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static byte[][] Made(int count) => [.. Enumerable.Range(0, count).Select(_ => new byte[200_000])];
}
