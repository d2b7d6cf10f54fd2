namespace AsynDGAN.Core.Fidelity;

/// <summary>How two sets lie in each other's neighbourhoods; 1 each, or nearly, where they are of one distribution and images of different patients are independent.</summary>
/// <param name="Precision">Share of the drawings that lie in the neighbourhood of a real image (Kynkaanniemi et al., NeurIPS 2019).</param>
/// <param name="Recall">Share of the real images that lie in the neighbourhood of a drawing (the same).</param>
/// <param name="Density">How many neighbourhoods of real images a drawing lies in, over the number that it would for reals, k; may be above 1 (Naeem et al., ICML 2020).</param>
/// <param name="Coverage">Share of the real images that have a drawing in their neighbourhood (the same).</param>
public sealed record NeighbourhoodMeasures(double Precision, double Recall, double Density, double Coverage);
