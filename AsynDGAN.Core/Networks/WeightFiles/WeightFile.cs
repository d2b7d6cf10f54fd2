using static TorchSharp.torch;

namespace AsynDGAN.Core.Networks.WeightFiles;

/// <summary>
/// A network's weights in a safetensors file: its parameters and buffers under PyTorch's state-dict names, so that they
/// can be exchanged with the reference implementation.
/// </summary>
public static class WeightFile
{
    /// <summary>What begins the names of a network's tensors in a checkpoint, and those of its optimiser's.</summary>
    internal const string OfNetwork = "network/", OfAdam = "adam/";

    // Of a file that fits in nothing a message names some tensors of each kind of difference.
    private const int MostNamed = 12, NamedOfAKind = 3;

    /// <summary>Writes parameters and buffers.</summary>
    public static void Save(nn.Module network, string path, IReadOnlyDictionary<string, string>? metadata = null) =>
        SafetensorsFile.Write(path, network.state_dict(), metadata);

    /// <summary>The first parameter or buffer with a value that is infinite or no number; null where all are finite.</summary>
    public static string? FirstNotFinite(nn.Module network) => FirstNotFinite(network.state_dict());

    /// <summary>The first tensor with a value that is infinite or no number; null where all are finite.</summary>
    internal static string? FirstNotFinite(IReadOnlyDictionary<string, Tensor> tensors)
    {
        if (tensors.Count == 0)
        {
            return null;
        }

        // One wait for the device for all of them.
        using var scope = NewDisposeScope();
        var device = tensors.Values.First().device;
        var finite = stack([.. tensors.Values.Select(tensor => tensor.isfinite().all().to(device))]).cpu().data<bool>().ToArray();
        return tensors.Keys.Zip(finite).FirstOrDefault(tensor => !tensor.Second).First;
    }

    /// <summary>Overwrites parameters and buffers; all of them, or none where the file does not fit.</summary>
    /// <returns>The file's metadata.</returns>
    /// <exception cref="UserException">The file is damaged, or is not of this network: its differences in one message.</exception>
    public static IReadOnlyDictionary<string, string> Load(nn.Module network, string path)
    {
        using var scope = NewDisposeScope();
        var file = SafetensorsFile.Read(path);
        Overwrite(network.state_dict(), file, path);
        return file.Metadata;
    }

    /// <summary>Overwrites tensors with those of the same names in a file; all of them, or none where the file does not fit.</summary>
    /// <param name="state">What is overwritten.</param>
    /// <param name="file">The file's content.</param>
    /// <param name="path">What messages call the file.</param>
    /// <exception cref="UserException">The file is not of this network: its differences in one message; or a value of it is not finite.</exception>
    internal static void Overwrite(IReadOnlyDictionary<string, Tensor> state, Safetensors file, string path)
    {
        var tensors = file.Tensors;
        var differences = Differences(state, tensors).ToList();
        if (differences.Count > 0 && IsOfCheckpoint(tensors.Keys) && !IsOfCheckpoint(state.Keys))
        {
            throw new UserException(
                $"{path} does not fit the network: it is a part of a checkpoint, from which training goes on ({OfNetwork}..., {OfAdam}...), and not the weights alone",
                "name the run's weights/generator.safetensors, or an epoch's checkpoints/epoch-.../generator.safetensors");
        }

        if (differences.Count > 0)
        {
            throw new UserException(
                $"{path} does not fit the network: {string.Join("; ", Named(differences))}",
                "use the configuration that the weights were trained with");
        }

        if (FirstNotFinite(tensors) is { } broken)
        {
            throw new UserException(
                $"{path} has values that are infinite or no numbers, in {broken}",
                "take the weights of an earlier checkpoint, or train anew with a lower learning rate");
        }

        using var noGrad = no_grad();
        foreach (var (name, value) in state)
        {
            value.copy_(tensors[name]);
        }
    }

    private static bool IsOfCheckpoint(IEnumerable<string> names) =>
        names.Any(name => name.StartsWith(OfNetwork, StringComparison.Ordinal) || name.StartsWith(OfAdam, StringComparison.Ordinal));

    /// <summary>All differences where they are few; else some of each kind, and how many more there are.</summary>
    private static IEnumerable<string> Named(IReadOnlyList<(string Kind, string Text)> differences)
    {
        var named = differences.Count <= MostNamed ? differences : [.. differences.GroupBy(difference => difference.Kind).SelectMany(kind => kind.Take(NamedOfAKind))];
        var texts = named.Select(difference => difference.Text);
        return named.Count == differences.Count ? texts : texts.Append($"and {differences.Count - named.Count} more tensors");
    }

    private static IEnumerable<(string Kind, string Text)> Differences(
        IReadOnlyDictionary<string, Tensor> state, IReadOnlyDictionary<string, Tensor> file)
    {
        foreach (var (name, value) in state)
        {
            if (!file.TryGetValue(name, out var stored))
            {
                yield return ("missing", $"{name} is missing");
            }
            else if (!stored.shape.SequenceEqual(value.shape))
            {
                yield return ("shape", $"{name} has the shape {Text(stored)} instead of {Text(value)}");
            }
            else if (stored.is_floating_point() != value.is_floating_point())
            {
                yield return ("type", $"{name} is of type {stored.dtype} instead of {value.dtype}");
            }
        }

        foreach (var name in file.Keys.Except(state.Keys))
        {
            yield return ("unexpected", $"{name} is unexpected");
        }
    }

    private static string Text(Tensor tensor) => $"[{string.Join(", ", tensor.shape)}]";
}
