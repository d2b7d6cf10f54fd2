using AsynDGAN.Core.Platform;

namespace AsynDGAN.Tests.Networks;

/// <summary>oneDNN off until it is disposed of; the test is ignored, with the reason, where that cannot be had.</summary>
internal sealed class WithoutOneDnn : IDisposable
{
    public WithoutOneDnn()
    {
        try
        {
            OneDnn.Disable();
        }
        catch (PlatformNotSupportedException e)
        {
            Assert.Ignore(e.Message);
        }
    }

    public void Dispose() => OneDnn.Enable();
}
