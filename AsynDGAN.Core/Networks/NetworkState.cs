using AsynDGAN.Core.Networks.WeightFiles;
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
    public static string Save(string path, nn.Module network, FusedAdam optimizer, MovingAverage? average)
    {
        using var scope = NewDisposeScope();
        return SafetensorsFile.Write(path, TensorsOf(network, optimizer, average));
    }

    /// <summary>
    /// The first of all these tensors with a value that is infinite or no number, by its name in the file; null where all are
    /// finite.
    /// </summary>
    public static string? FirstNotFinite(nn.Module network, FusedAdam optimizer, MovingAverage? average)
    {
        using var scope = NewDisposeScope();
        return WeightFile.FirstNotFinite(TensorsOf(network, optimizer, average));
    }

    /// <summary>Goes on from a file: all of it, or nothing where it does not fit.</summary>
    /// <returns>The file's <see cref="Safetensors.Checksum"/>.</returns>
    /// <exception cref="UserException">The file is damaged, or is not of this network.</exception>
    public static string? Load(string path, nn.Module network, FusedAdam optimizer, MovingAverage? average)
    {
        using var scope = NewDisposeScope();
        var tensors = TensorsOf(network, optimizer, average);
        var file = SafetensorsFile.Read(path);
        WeightFile.Overwrite(tensors, file, path);
        foreach (var moments in optimizer.Moments)
        {
            moments.Step.copy_(tensors[StepName(moments)]);
        }

        return file.Checksum;
    }

    /// <summary>The tensors themselves, not copies; only the step counts are made for the file.</summary>
    private static Dictionary<string, Tensor> TensorsOf(nn.Module network, FusedAdam optimizer, MovingAverage? average)
    {
        var tensors = network.state_dict().ToDictionary(t => WeightFile.OfNetwork + t.Key, t => t.Value);
        foreach (var moments in optimizer.Moments)
        {
            tensors[$"{WeightFile.OfAdam}{moments.Name}/exp_avg"] = moments.ExpAvg;
            tensors[$"{WeightFile.OfAdam}{moments.Name}/exp_avg_sq"] = moments.ExpAvgSq;
            tensors[StepName(moments)] = moments.Step.to(int64);
        }

        foreach (var (name, value) in average?.State ?? new Dictionary<string, Tensor>())
        {
            tensors["average/" + name] = value;
        }

        return tensors;
    }

    private static string StepName(AdamMoments moments) => $"{WeightFile.OfAdam}{moments.Name}/step";
}
