namespace AsynDGAN.Core.Bandwidth;

/// <summary>
/// What federated averaging (McMahan et al. 2017) of some networks moves: in a round their weights go to every site and
/// come back.
/// </summary>
/// <param name="NetworkBytes">Weights and running statistics of the networks together.</param>
/// <param name="Sites">How many sites take part.</param>
internal sealed record AveragingCost(long NetworkBytes, int Sites)
{
    /// <summary>Bytes of a round over all sites; no whole number, since those of many rounds may be more than a long holds.</summary>
    public double RoundBytes => 2.0 * NetworkBytes * Sites;

    /// <summary>
    /// The number of local steps a round at which averaging moves as much as an exchange in every step does. With fewer, the
    /// exchange is the cheaper one; with more, averaging is, unless the training is shorter than that.
    /// </summary>
    /// <param name="stepBytes">What crosses for one site and step: conditions, fakes and critique.</param>
    public double BreakEvenSteps(double stepBytes) => 2 * NetworkBytes / stepBytes;
}
