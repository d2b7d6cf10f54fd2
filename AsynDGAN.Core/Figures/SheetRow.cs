namespace AsynDGAN.Core.Figures;

/// <summary>One row of a sheet.</summary>
/// <param name="Label">Written left of the row; may be empty.</param>
/// <param name="Tiles">From left to right; rows may differ in length.</param>
public sealed record SheetRow(string Label, IReadOnlyList<SheetTile> Tiles);
