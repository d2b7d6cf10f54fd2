using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using AsynDGAN.Build;
using TorchSharp;
using static TorchSharp.torch;

namespace AsynDGAN.Tests.Build;

public class KeepArgumentsTests
{
    private static string Package => typeof(KeepArgumentsTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(a => a.Key == "TorchSharpPackage").Value!;

    private static byte[] Original => File.ReadAllBytes(Path.Combine(Package, "lib", "net8.0", "TorchSharp.dll"));

    [Test]
    public void TorchSharp_as_it_runs_has_no_method_that_is_optimized()
    {
        var method = typeof(Tensor).GetMethod(nameof(Tensor.leaky_relu), [typeof(Scalar)])!;
        Assert.That(method.MethodImplementationFlags.HasFlag(MethodImplAttributes.NoOptimization), Is.True);
    }

    [Test]
    public void Every_method_with_a_body_is_marked_and_nothing_else_differs()
    {
        var (original, edited) = (Original, Original);
        Optimization.Disable(edited);
        using var before = new PEReader(new MemoryStream(original));
        using var after = new PEReader(new MemoryStream(edited));
        var (were, are) = (Methods(before), Methods(after));
        Assert.That(are.Select(m => m.Implementation), Is.EqualTo(were.Select(m => m.HasBody ? m.Implementation | MethodImplAttributes.NoOptimization : m.Implementation)));
        Assert.That(original.Zip(edited).Count(b => b.First != b.Second), Is.EqualTo(were.Count(m => m.HasBody && !m.Implementation.HasFlag(MethodImplAttributes.NoOptimization))));
    }

    [Test]
    public void What_is_no_assembly_is_refused([Values(0, 2, 100, 1000)] int length)
    {
        Assert.That(() => Optimization.Disable(Original[..length]), Throws.TypeOf<InvalidDataException>());
        Assert.That(() => Optimization.Disable(new byte[length]), Throws.TypeOf<InvalidDataException>());
    }

    /// <summary>A number becomes an object that the garbage collector frees; with optimized methods some calls in 100,000 fail.</summary>
    [Test]
    public void Numbers_live_until_libtorch_has_read_them_though_another_thread_collects_garbage()
    {
        using var scope = NewDisposeScope();
        using var done = new CancellationTokenSource();
        var collector = Task.Run(() =>
        {
            while (!done.IsCancellationRequested)
            {
                GC.Collect(0);
                Thread.Sleep(0);
            }
        });
        try
        {
            var input = full(64, -1f).requires_grad_();
            for (var i = 0; i < 150_000; i++)
            {
                using var inner = NewDisposeScope();
                var output = input.leaky_relu(0.5);
                if (i % 1000 == 0)
                {
                    Assert.That(output[0].item<float>(), Is.EqualTo(-0.5f));
                }
            }
        }
        finally
        {
            done.Cancel();
            collector.Wait();
        }
    }

    private static List<(bool HasBody, MethodImplAttributes Implementation)> Methods(PEReader assembly)
    {
        var metadata = assembly.GetMetadataReader();
        return [.. metadata.MethodDefinitions.Select(metadata.GetMethodDefinition).Select(m => (m.RelativeVirtualAddress != 0, m.ImplAttributes))];
    }
}
