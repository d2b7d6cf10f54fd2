namespace AsynDGAN.Core.Configuration;

/// <summary>Federated averaging of the segmentation network (McMahan et al. 2017), the row that users would pick instead.</summary>
public sealed record FedAvgOptions
{
    [Describe("rounds of averaging; every site takes segmentation.steps in all, spread over the rounds as equally as whole numbers allow")]
    [Between(1, 100000)]
    public int Rounds { get; init; } = 20;

    [Describe("weights of the sites' networks: proportional (to their training samples) or uniform")]
    public SiteWeighting Weighting { get; init; } = SiteWeighting.Proportional;
}
