using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Data.Sites;
using AsynDGAN.Core.Federation;
using AsynDGAN.Core.Networks;
using AsynDGAN.Core.Networks.Convolutions;
using static TorchSharp.torch;

namespace AsynDGAN.Core.Training;

/// <summary>Where the network of the perceptual term comes from.</summary>
internal static class PerceptualWeights
{
    /// <summary>How to go on without the file, and how to get it.</summary>
    private const string Hint = """
        Train without the term by --set loss.lambda_perceptual=0, or get the file, once. torchvision's VGG-16 is at
          https://download.pytorch.org/models/vgg16-397923af.pth (528 MB); with torch and safetensors installed:
            python -c "import torch, safetensors.torch as s; s.save_file({k: v.contiguous() for k, v in torch.load('vgg16-397923af.pth').items() if k.startswith('features.')}, 'vgg16.safetensors')"
          then --set loss.perceptual_weights=vgg16.safetensors. A TorchScript module that returns relu1_2, relu2_2, relu3_3 and relu4_3 serves too.
        """;

    private const string HintOfRun = "Give the file that the run was trained with by --set loss.perceptual_weights=FILE.";

    /// <summary>The file; null where the term is off.</summary>
    /// <param name="options">The loss.</param>
    /// <param name="ofRun">Whether it is that of a run that has been trained with it, which cannot go on or be looked at without the term.</param>
    /// <exception cref="UserException">The term is on and there is no file.</exception>
    public static string? Find(LossOptions options, bool ofRun = false)
    {
        if (options.LambdaPerceptual == 0)
        {
            return null;
        }

        if (string.IsNullOrWhiteSpace(options.PerceptualWeights))
        {
            throw new UserException("loss.lambda_perceptual is above 0, but loss.perceptual_weights does not name the weights of a VGG-16", ofRun ? HintOfRun : Hint);
        }

        return File.Exists(options.PerceptualWeights)
            ? options.PerceptualWeights
            : throw new UserException($"loss.perceptual_weights: there is no file {options.PerceptualWeights}{GivenPath.Resolved(options.PerceptualWeights)}", ofRun ? HintOfRun : Hint);
    }

    /// <summary>The network for the check of the convolutions, with the shape of its input; none where the term is off.</summary>
    /// <exception cref="UserException">There is no file, or it is damaged.</exception>
    public static IReadOnlyList<CheckedNetwork> Networks(Experiment experiment, IRunData data) =>
        Find(experiment.Loss) is { } path
            ? [PerceptualLoss.Checked(path, Images(data, experiment.Training.BatchSize)) with { Batches = [AtOnce(experiment, data)] }]
            : [];

    /// <summary>The loss; null where the term is off.</summary>
    /// <param name="experiment">The configuration.</param>
    /// <param name="data">Its data.</param>
    /// <param name="device">Where the network is kept.</param>
    /// <param name="tries">Whether a script is tried there, which may be made for another device.</param>
    /// <exception cref="UserException">There is no file, it is damaged, a script fails on images of the run's, or images are of other channels than 1 or 3.</exception>
    public static PerceptualLoss? Load(Experiment experiment, IRunData data, Device device, bool tries = true)
    {
        if (Find(experiment.Loss) is not { } path)
        {
            return null;
        }

        var channels = data.Sites[0].Training.ImageShape[0];
        return channels is 1 or 3
            ? PerceptualLoss.Load(path, device, tries ? Images(data, AtOnce(experiment, data)) : null)
            : throw new UserException(
                $"the perceptual term takes images of 1 or 3 channels, not {channels}",
                "Train on one data.channels, or without the term by --set loss.lambda_perceptual=0.");
    }

    /// <summary>Images that pass the network at once.</summary>
    private static int AtOnce(Experiment experiment, IRunData data) =>
        LocalDiscriminator.JoinsBatches(experiment.Discriminator, experiment.Loss) ? Simulation.ImagesPerSite(experiment, data) : experiment.Training.BatchSize;

    private static long[] Images(IRunData data, int count) => [count, 3, .. data.Sites[0].Training.ImageShape.Skip(1)];
}
