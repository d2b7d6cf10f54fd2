using System.IO.Compression;
using System.Text;

namespace AsynDGAN.Tests.Networks;

/// <summary>TorchScript archives of one function, as torch.jit.save lays them out.</summary>
internal static class ScriptSample
{
    /// <summary>Four maps without weights, of images of every size.</summary>
    public const string Maps = "(x, x * x, x + 1, torch.relu(x))";

    /// <summary>Four maps of which one is a convolution with the module's own weights.</summary>
    public const string Convolved = "(torch.conv2d(x, self.weight, None, [1, 1], [1, 1], [1, 1], 1), x * x, x + 1, torch.relu(x))";

    /// <summary>Writes one.</summary>
    /// <param name="path">Replaced where it is there.</param>
    /// <param name="maps">What it returns of x.</param>
    /// <param name="type">The type of that.</param>
    /// <param name="weighted">Whether it has a parameter <c>weight</c>, [4, 3, 3, 3] in float32.</param>
    /// <returns>The path.</returns>
    public static string Write(string path, string maps, string type = "Tuple[Tensor, Tensor, Tensor, Tensor]", bool weighted = false)
    {
        File.Delete(path);
        using var zip = ZipFile.Open(path, ZipArchiveMode.Create);
        const string Shape = "(K\u0004K\u0003K\u0003K\u0003t", Strides = "(K\u001bK\u0009K\u0003K\u0001t";
        var storage = $"({Text("storage")}ctorch\nFloatStorage\n{Text("0")}{Text("cpu")}K{(char)(4 * 3 * 3 * 3)}tQ";
        var weight = $"{Text("weight")}ctorch._utils\n_rebuild_tensor_v2\n({storage}K\u0000{Shape}{Strides}\u0089ccollections\nOrderedDict\n)RtR";
        Add("data.pkl", $"\u0080\u0002c__torch__\nMaps\n)\u0081}}({(weighted ? weight : "")}{Text("training")}\u0089ub.");
        if (weighted)
        {
            Put("data/0", [.. Enumerable.Range(0, 4 * 3 * 3 * 3).SelectMany(i => BitConverter.GetBytes((i * 37 % 19 - 9) / 10f))]);
        }

        Add("code/__torch__.py", $"""
            class Maps(Module):
              __parameters__ = [{(weighted ? "\"weight\", " : "")}]
              __buffers__ = []
              {(weighted ? "weight : Tensor" : "")}
              training : bool
              def forward(self: __torch__.Maps,
                x: Tensor) -> {type}:
                return {maps.Replace("x * x", "torch.mul(x, x)").Replace("x + 1", "torch.add(x, 1)")}

            """.ReplaceLineEndings("\n").Replace("\n  \n", "\n"));
        Add("constants.pkl", "\u0080\u0002).");
        Add("version", "3\n");
        return path;

        static string Text(string text) => $"X{(char)text.Length}\u0000\u0000\u0000{text}";

        void Add(string name, string text) => Put(name, Encoding.Latin1.GetBytes(text));

        void Put(string name, byte[] bytes)
        {
            using var stream = zip.CreateEntry($"maps/{name}", CompressionLevel.NoCompression).Open();
            stream.Write(bytes);
        }
    }
}
