using ScottPlot;
using SkiaSharp;

namespace AsynDGAN.Core.Figures;

/// <summary>Gives plots the embedded font, whatever font they ask for: see <see cref="Lettering"/>.</summary>
internal sealed class PlotFont : IFontResolver
{
    private static readonly Lazy<PlotFont> installed = new(() =>
    {
        var font = new PlotFont();
        Fonts.FontResolvers.Insert(0, font);
        return font;
    });

    private PlotFont()
    {
    }

    /// <summary>An empty plot whose text is drawn in the embedded font.</summary>
    public static Plot NewPlot()
    {
        _ = installed.Value;
        return new Plot();
    }

    public SKTypeface CreateTypeface(string fontName, FontWeight weight, FontSlant slant, FontSpacing spacing) => Lettering.NewTypeface();

    public SKTypeface CreateTypeface(string fontName, bool bold, bool italic) => Lettering.NewTypeface();
}
