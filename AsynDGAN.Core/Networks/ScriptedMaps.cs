using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using AsynDGAN.Core.Networks.WeightFiles;
using TorchSharp;
using static TorchSharp.torch;

namespace AsynDGAN.Core.Networks;

/// <summary>A TorchScript module that returns feature maps of images.</summary>
internal sealed class ScriptedMaps : nn.Module<Tensor, Tensor>
{
    private const int Wanted = 4;

    private readonly string path;
    private readonly jit.ScriptModule module;

    /// <param name="path">The file, by which the module is called.</param>
    /// <param name="device">Where it is kept.</param>
    /// <param name="inFloat64">Whether its weights are turned to float64.</param>
    /// <exception cref="UserException">The file is no TorchScript module, or its weights are not finite.</exception>
    public ScriptedMaps(string path, Device device, bool inFloat64 = false)
        : base(path)
    {
        this.path = path;
        try
        {
            module = jit.load(path, device.type, device.index);
        }
        catch (Exception fault) when (fault is ExternalException or InvalidOperationException)
        {
            throw new UserException($"{path} is no TorchScript module: {fault.Message.Split('\n')[0]}", "Save it by torch.jit.save.");
        }

        module.eval();
        using var scope = NewDisposeScope();
        if (inFloat64)
        {
            module.to(ScalarType.Float64);
        }

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
    /// <returns>Each [N, C, h, w] of floating numbers.</returns>
    /// <exception cref="UserException">The module fails, or returns something else.</exception>
    public Tensor[] Maps(Tensor images)
    {
        Tensor[] maps = Returned(images) switch
        {
            Tensor[] list => list,
            object[] list => [.. list.OfType<Tensor>()],
            ITuple tuple => [.. Enumerable.Range(0, tuple.Length).Select(i => tuple[i]).OfType<Tensor>()],
            _ => [],
        };
        if (maps.Length != Wanted)
        {
            throw new UserException($"{path} returns {maps.Length} tensors in a tuple or list; four feature maps are wanted");
        }

        return maps.FirstOrDefault(map => !map.is_floating_point() || map.dim() != 4 || map.shape[0] != images.shape[0]) is not { } other
            ? maps
            : throw new UserException(
                $"{path} returns a tensor {Shape(other)} of {other.dtype} for images {Shape(images)}; four feature maps [{images.shape[0]}, channels, height, width] of floating numbers are wanted");
    }

    /// <summary>All values of the four maps, a row an image.</summary>
    public override Tensor forward(Tensor images) => cat([.. Maps(images).Select(map => map.flatten(1))], 1);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            module.Dispose();
        }

        base.Dispose(disposing);
    }

    private object? Returned(Tensor images)
    {
        try
        {
            return module.forward(images);
        }
        catch (Exception fault) when (fault is ExternalException or NotImplementedException)
        {
            // The latter is TorchSharp's, of what it cannot hand over, such as a dictionary.
            // An interpreter's message names where it was first, and what was wrong last.
            var lines = fault.Message.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            throw new UserException(
                $"{path} fails on images {Shape(images)}: {lines.LastOrDefault(line => line.StartsWith("RuntimeError: ", StringComparison.Ordinal)) ?? lines[0]}",
                "It must take images of the run's size and number, in float32.");
        }
    }

    private static string Shape(Tensor tensor) => $"[{string.Join(", ", tensor.shape)}]";
}
