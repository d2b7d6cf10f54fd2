using AsynDGAN.Core.Configuration;

namespace AsynDGAN.Core.Setup;

/// <summary>Tells what steps take on this machine.</summary>
internal interface IStepClock
{
    /// <summary>Seconds of a training step.</summary>
    /// <param name="experiment">With the networks and the image size that matter.</param>
    /// <param name="sites">How many take part.</param>
    double Training(Experiment experiment, int sites);

    /// <summary>The most memory of a measured training in bytes, and on what it was measured.</summary>
    (long Bytes, string Machine) Facts { get; }
}
