using AsynDGAN.Core.Networks.WeightFiles;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AsynDGAN.Core.Networks;

/// <summary>
/// A network in training as one safetensors file: its weights and buffers, Adam's moments and step counts, and the moving
/// average where there is one.
/// </summary>
public static class NetworkState
{
    /// <summary>Writes the file.</summary>
    /// <returns>The file's <see cref="Safetensors.Checksum"/>.</returns>
    public static string Save(string path, nn.Module network, Adam optimizer, MovingAverage? average)
    {
        using var scope = NewDisposeScope();
        return SafetensorsFile.Write(path, TensorsOf(network, optimizer, average));
    }

    /// <summary>
    /// The first of all these tensors with a value that is infinite or no number, by its name in the file; null where all are
    /// finite.
    /// </summary>
    public static string? FirstNotFinite(nn.Module network, Adam optimizer, MovingAverage? average)
    {
        using var scope = NewDisposeScope();
        return WeightFile.FirstNotFinite(TensorsOf(network, optimizer, average));
    }

    /// <summary>Goes on from a file: all of it, or nothing where it does not fit.</summary>
    /// <returns>The file's <see cref="Safetensors.Checksum"/>.</returns>
    /// <exception cref="UserException">The file is damaged, or is not of this network.</exception>
    public static string? Load(string path, nn.Module network, Adam optimizer, MovingAverage? average)
    {
        using var scope = NewDisposeScope();
        var tensors = TensorsOf(network, optimizer, average);
        var file = SafetensorsFile.Read(path);
        WeightFile.Overwrite(tensors, file, path);
        foreach (var (name, moments) in Moments(network, optimizer))
        {
            moments.step = tensors[StepName(name)].item<long>();
        }

        return file.Checksum;
    }

    /// <summary>The tensors themselves, not copies; only the step counts are made for the file.</summary>
    private static Dictionary<string, Tensor> TensorsOf(nn.Module network, Adam optimizer, MovingAverage? average)
    {
        var tensors = network.state_dict().ToDictionary(t => "network/" + t.Key, t => t.Value);
        foreach (var (name, moments) in Moments(network, optimizer))
        {
            tensors[$"adam/{name}/exp_avg"] = moments.exp_avg;
            tensors[$"adam/{name}/exp_avg_sq"] = moments.exp_avg_sq;
            tensors[StepName(name)] = tensor(moments.step);
        }

        foreach (var (name, value) in average?.State ?? new Dictionary<string, Tensor>())
        {
            tensors["average/" + name] = value;
        }

        return tensors;
    }

    private static IEnumerable<(string Name, Adam.State Moments)> Moments(nn.Module network, Adam optimizer) =>
        network.named_parameters().Select(p => p.name).Zip(optimizer.state_dict().State.Cast<Adam.State>());

    private static string StepName(string parameter) => $"adam/{parameter}/step";
}
