using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Platform;
using static TorchSharp.torch;

namespace AsynDGAN.Tests.Networks;

/// <summary>The process multiplies in bfloat16 until it is disposed of.</summary>
internal sealed class InBfloat16 : IDisposable
{
    public InBfloat16() => Arithmetic.Settle(Precision.Bfloat16, CPU);

    public void Dispose() => Arithmetic.Settle(Precision.Float32, CPU);
}
