namespace AsynDGAN.Core.Figures;

/// <summary>A colour of 8 bits a channel.</summary>
public readonly record struct Colour(byte Red, byte Green, byte Blue);
