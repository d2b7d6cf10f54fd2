using System.Runtime.CompilerServices;
using AsynDGAN.Core.Networks.WeightFiles;
using static TorchSharp.torch;

namespace AsynDGAN.Core.Networks;

/// <summary>A TorchScript module that returns feature maps of images.</summary>
internal sealed class ScriptedMaps : IDisposable
{
    private const int Wanted = 4;

    private readonly string path;
    private readonly jit.ScriptModule module;

    /// <exception cref="UserException">The file is no TorchScript module, or its weights are not finite.</exception>
    public ScriptedMaps(string path, Device device)
    {
        this.path = path;
        try
        {
            module = jit.load(path, device.type, device.index);
        }
        catch (Exception fault) when (fault is System.Runtime.InteropServices.ExternalException or InvalidOperationException)
        {
            throw new UserException($"{path} is no TorchScript module: {fault.Message.Split('\n')[0]}", "Save it by torch.jit.save.");
        }

        module.eval();
        using var scope = NewDisposeScope();
        var tensors = module.named_parameters().Select(own => (own.name, (Tensor)own.parameter)).Concat(module.named_buffers()).ToDictionary();
        if (WeightFile.FirstNotFinite(tensors) is { } broken)
        {
            module.Dispose();
            throw new UserException($"{path} has values that are infinite or no numbers, in {broken}", "Save it by torch.jit.save again: its weights are damaged.");
        }

        foreach (var parameter in module.parameters())
        {
            parameter.requires_grad = false;
        }
    }

    /// <summary>The four maps.</summary>
    /// <param name="images">[N, 3, H, W] in ImageNet's statistics.</param>
    /// <exception cref="UserException">The module returns something else.</exception>
    public Tensor[] Maps(Tensor images)
    {
        Tensor[] maps = module.forward(images) switch
        {
            Tensor[] list => list,
            object[] list => [.. list.OfType<Tensor>()],
            ITuple tuple => [.. Enumerable.Range(0, tuple.Length).Select(i => tuple[i]).OfType<Tensor>()],
            _ => [],
        };
        return maps.Length == Wanted
            ? maps
            : throw new UserException($"{path} returns {maps.Length} tensors in a tuple or list; four feature maps are wanted");
    }

    public void Dispose() => module.Dispose();
}
