using TorchSharp;
using static TorchSharp.torch;

namespace AsynDGAN.Core.Platform;

/// <summary>From the configuration's <c>device</c> to the device that tensors live on.</summary>
public static class DeviceChoice
{
    /// <param name="wanted">auto, cpu, cuda or cuda:&lt;n&gt; (already checked to be one of these).</param>
    /// <exception cref="UserException">A GPU was asked for that is not there.</exception>
    public static Device Resolve(string wanted)
    {
        if (wanted == "cpu")
        {
            return CPU;
        }

        var count = cuda.is_available() ? cuda.device_count() : 0;
        if (wanted == "auto")
        {
            return count > 0 ? device(DeviceType.CUDA, 0) : CPU;
        }

        var index = 0;
        if ((wanted != "cuda" && !int.TryParse(wanted["cuda:".Length..], out index)) || index >= count)
        {
            var found = count == 0 ? "no CUDA device was found" : $"only {count} CUDA device(s) were found";
            throw new UserException(
                $"device: {wanted} was asked for, but {found}.",
                "Use device: cpu (or --set device=cpu). On a machine with a GPU, build with -p:Torch=cuda, or with "
                + "-p:Torch=external and an installed PyTorch.");
        }

        return device(DeviceType.CUDA, index);
    }
}
