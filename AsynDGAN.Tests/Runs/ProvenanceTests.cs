using System.Security.Cryptography;
using System.Text.Json;
using AsynDGAN.Core.Platform;
using AsynDGAN.Core.Runs;
using static TorchSharp.torch;

namespace AsynDGAN.Tests.Runs;

public class ProvenanceTests
{
    private readonly TemporaryFolder folder = new();

    [OneTimeTearDown]
    public void Remove() => folder.Dispose();

    [Test]
    public void Everything_that_made_the_files_is_there()
    {
        var json = Written(Provenance.Of("cpu", "all right", "abc", "seed: 1\n"));
        Assert.That(json.EnumerateObject().Select(p => p.Name), Is.EqualTo(new[]
        {
            "program", "packages", "lib_torch", "runtime", "operating_system", "processor", "device", "threads", "precision", "convolutions",
            "data", "configuration", "command_line", "started", "ended",
        }));
        string Text(string name) => json.GetProperty(name).GetString()!;
        Assert.That(Text("program"), Does.Match(@"^\d+\.\d+\.\d+"));
        Assert.That(json.GetProperty("packages").GetProperty("TorchSharp").GetString(), Does.StartWith("0.107"));
        Assert.That(Text("lib_torch"), Is.EqualTo(ExternalLibTorch.Version));
        Assert.That(Text("runtime"), Does.StartWith(".NET 10"));
        Assert.That(Text("operating_system"), Is.Not.Empty);
        Assert.That(Text("processor"), Does.StartWith(ProcessorKind.Text).And.EndsWith($", {Environment.ProcessorCount} logical processors"));
        Assert.That(Text("device"), Is.EqualTo("cpu"));
        Assert.That(json.GetProperty("threads").GetInt32(), Is.EqualTo(get_num_threads()));
        Assert.That(Text("precision"), Is.EqualTo("float32"));
        Assert.That(Text("convolutions"), Is.EqualTo("all right"));
        Assert.That(Text("data"), Is.EqualTo("abc"));
        Assert.That(Text("configuration"), Is.EqualTo(Convert.ToHexStringLower(SHA256.HashData("seed: 1\n"u8))));
        Assert.That(Text("command_line"), Does.StartWith("asyndgan"));
        Assert.That(json.GetProperty("started").GetDateTime(), Is.EqualTo(DateTime.UtcNow).Within(TimeSpan.FromHours(1)));
    }

    [Test]
    public void The_end_is_open_until_there_is_one()
    {
        var begun = Provenance.Of("cpu", "", "", "");
        Assert.That(Written(begun).GetProperty("ended").ValueKind, Is.EqualTo(JsonValueKind.Null));
        var ended = Written(begun with { Ended = begun.Started.AddHours(2) });
        Assert.That(ended.GetProperty("ended").GetDateTime() - ended.GetProperty("started").GetDateTime(), Is.EqualTo(TimeSpan.FromHours(2)));
    }

    [Test]
    public void How_long_was_trained_is_written_where_it_is_known_alone()
    {
        var begun = Provenance.Of("cpu", "", "", "");
        Assert.That(Written(begun).TryGetProperty("trained_seconds", out _), Is.False);
        Assert.That(Written(begun with { TrainedSeconds = 1.5 }).GetProperty("trained_seconds").GetDouble(), Is.EqualTo(1.5));
    }

    [Test]
    public void Texts_are_readable_as_they_are()
    {
        Provenance.Of("cpu", "0 < 1 & 'é'", "", "").Write(folder.Join("readable.json"));
        Assert.That(File.ReadAllText(folder.Join("readable.json")), Does.Contain("\"0 < 1 & 'é'\""));
    }

    private JsonElement Written(Provenance provenance)
    {
        provenance.Write(folder.Join("provenance.json"));
        return JsonDocument.Parse(File.ReadAllText(folder.Join("provenance.json"))).RootElement;
    }
}
