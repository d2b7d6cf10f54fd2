using AsynDGAN.Core;
using AsynDGAN.Core.Fidelity;
using AsynDGAN.Core.Networks.WeightFiles;
using AsynDGAN.Core.Runs;

namespace AsynDGAN.Tests.Runs;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class NewFolderTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Test]
    public void It_is_made_with_those_above_it_and_may_be_there()
    {
        var path = folder.Join("a", "b");
        Assert.That(NewFolder.Make(path), Is.EqualTo(path));
        Assert.That(NewFolder.Make(path), Is.EqualTo(path).And.Exist);
    }

    [Test]
    public void One_that_cannot_be_made_is_the_users_to_mend()
    {
        folder.Write("file", "");
        var path = folder.Join("file", "folder");
        Action[] writings =
        [
            () => NewFolder.Make(path),
            () => SafetensorsFile.Write(Path.Combine(path, "a.safetensors"), new Dictionary<string, TorchSharp.torch.Tensor>()),
            () => NearestSheet.Write(Path.Combine(path, "a.png"), "title"),
        ];
        foreach (var write in writings)
        {
            var fault = Assert.Throws<UserException>(() => write())!;
            Assert.That(fault.Message, Does.StartWith(path + " cannot be written: "));
            Assert.That(fault.Hint, Does.Contain("Check the free space"));
        }
    }
}
