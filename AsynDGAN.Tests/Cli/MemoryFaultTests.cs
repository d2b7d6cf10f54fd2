using System.Runtime.InteropServices;
using AsynDGAN.Cli.Commands;
using AsynDGAN.Core.Imaging;
using AsynDGAN.Tests.Imaging;
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

    [TestCase("large.png")]
    [TestCase("large.tif")]
    public void A_sound_picture_for_which_there_is_no_memory_is_not_left_out_as_damaged(string name)
    {
        using var work = new WorkFolder();
        const int Side = 6000;
        using (var file = File.Create(work.Join(name)))
        {
            if (name == "large.png")
            {
                file.Write(PngSample.Of(Side, Side, 8, 0, PngSample.Packed(new byte[Side * (Side + 1)])));
            }
            else
            {
                TiffFile.Write(new PixelArray(Side, Side, 1, 8, new ushort[Side * Side]), file);
            }
        }

        for (var i = 0; i < 4; i++)
        {
            PngFile.Write(WorkFolder.Disc(1, 7, (ushort)(100 + i)), work.Join($"{i}.png"));
            PngFile.Write(WorkFolder.Disc(1, 3, 255), work.Join($"m{i}.png"));
        }

        work.Write("m.csv", $"site,patient,image,mask\nA,p0,{name},m0.png\nA,p1,1.png,m1.png\nA,p2,2.png,m2.png\nA,p3,3.png,m3.png\n");
        string[] arguments = ["data", "--config", "tiny.yaml", "--set", "data.source=manifest", "--set", "data.root=m.csv", "--set", "data.on_error=skip"];

        // 64 MiB for the runtime's own memory: the picture's values take 72 MB.
        using var reading = AsyndganProcess.Start(work.Root, arguments, redirection: "", before: "export DOTNET_GCHeapHardLimit=0x4000000; ");
        reading.Wait().Refused("There is not enough memory.");
    }

    [Test]
    public void Other_faults_are_no_lack_of_memory()
    {
        Assert.That(MemoryFault.Of(new ExternalException("mat1 and mat2 shapes cannot be multiplied (2x3 and 2x3)")), Is.Null);
        Assert.That(MemoryFault.Of(new InvalidOperationException("out of memory")), Is.Null);
    }
}
