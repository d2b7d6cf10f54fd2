namespace AsynDGAN.Core.Federation;

/// <summary>What has crossed between the centre and one site, of one kind, in one direction.</summary>
/// <param name="Site">The site's name.</param>
/// <param name="Direction">"to centre" or "to site".</param>
/// <param name="Kind">The message's kind and use: profile, conditions, fakes, critique, enumerated conditions, preview fakes.</param>
/// <param name="Messages">How many.</param>
/// <param name="Bytes">Their sum, by <see cref="MessageSize"/>.</param>
public sealed record Traffic(string Site, string Direction, string Kind, long Messages, long Bytes);
