namespace AsynDGAN.Core.Federation;

/// <summary>A term of a site's losses: a position in its critique where it crosses, a column of losses.csv, a plot of the report.</summary>
/// <param name="Name">As a type is named; the column has it in snake case.</param>
/// <param name="Title">Whose loss it is a part of and what it says, for the report.</param>
public record LossTerm(string Name, string Title)
{
    /// <summary>Whether it is a function of real images, and not of fakes and D_j alone.</summary>
    public bool OfRealImages { get; init; }
}
