namespace AsynDGAN.Core.Setup;

/// <summary>An object in a slice: a connected part of its mask, or a nucleus.</summary>
/// <param name="Site">Whose.</param>
/// <param name="Area">Pixels.</param>
/// <param name="LeftOfWhole">Of them, those that survive the way to each of <see cref="DataFacts.Sizes"/> and back, where the whole picture is what the networks see.</param>
/// <param name="LeftOfHead">The same, where the square around the head is.</param>
internal sealed record ObjectFacts(string Site, int Area, IReadOnlyList<int> LeftOfWhole, IReadOnlyList<int> LeftOfHead);
