namespace AsynDGAN.Core.Federation;

/// <summary>A term of a site's losses: a position in its critique, a column of losses.csv, a plot of the report.</summary>
/// <param name="Name">As a type is named; the column has it in snake case.</param>
/// <param name="Title">Whose loss it is a part of and what it says, for the report.</param>
public record LossTerm(string Name, string Title);
