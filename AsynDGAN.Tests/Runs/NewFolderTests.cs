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
    public void What_is_in_its_place_is_named()
    {
        var (file, link) = (folder.Join("file"), folder.Join("link"));
        File.WriteAllText(file, "");
        File.CreateSymbolicLink(link, "gone");
        Assert.That(() => NewFolder.Make(file), Throws.TypeOf<UserException>().With.Message.EqualTo($"{file} cannot be written: it is a file, where a folder is wanted"));
        Assert.That(() => NewFolder.Make(link), Throws.TypeOf<UserException>().With.Message.EqualTo($"{link} cannot be written: it is a link to gone, which is not there"));
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
