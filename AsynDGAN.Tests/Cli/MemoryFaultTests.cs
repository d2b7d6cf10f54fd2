using System.Runtime.InteropServices;
using AsynDGAN.Cli.Commands;
using static TorchSharp.torch;

namespace AsynDGAN.Tests.Cli;

public class MemoryFaultTests
{
    [Test]
    public void Memory_that_libtorch_cannot_get_is_told_with_its_size_and_the_keys_that_ask_for_it()
    {
        var fault = Assert.Catch(() => empty(1L << 50, ScalarType.Float32));
        var told = MemoryFault.Of(fault!);
        Assert.That(told, Is.Not.Null, fault!.ToString());
        Assert.That(told!.Message, Is.EqualTo($"There is not enough memory: {1L << 52} bytes more were asked for."));
        Assert.That(told.Hint, Does.Contain("generator.filters").And.Contain("training.batch_size"));
        Assert.That(MemoryFault.Of(new AggregateException(new InvalidOperationException(), fault)), Is.Not.Null, "of a thread beside others");
        Assert.That(MemoryFault.Of(new OutOfMemoryException()), Is.Not.Null);
    }

    [Test]
    public void Other_faults_are_no_lack_of_memory()
    {
        Assert.That(MemoryFault.Of(new ExternalException("mat1 and mat2 shapes cannot be multiplied (2x3 and 2x3)")), Is.Null);
        Assert.That(MemoryFault.Of(new InvalidOperationException("out of memory")), Is.Null);
    }
}
