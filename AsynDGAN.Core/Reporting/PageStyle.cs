namespace AsynDGAN.Core.Reporting;

/// <summary>How the page looks: on a wide screen, on a phone (one column, wide tables scroll in their own box) and on paper.</summary>
internal static class PageStyle
{
    public static Html Text => $$"""
        :root { color-scheme: light; }
        * { box-sizing: border-box; }
        body { font: 15px/1.5 system-ui, sans-serif; color: #1c2530; background: #fff; max-width: 1600px; margin: 0 auto; padding: 1rem; overflow-wrap: anywhere; }
        h1 { font-size: 1.7rem; margin: 0; }
        h2 { font-size: 1.2rem; margin: 2.2rem 0 .6rem; padding-bottom: .2rem; border-bottom: 1px solid #ccd3da; }
        h3 { font-size: 1rem; margin: 1.2rem 0 .4rem; }
        p { max-width: 50rem; margin: .5rem 0; }
        .facts { color: #55606b; max-width: none; }
        .scroll { overflow-x: auto; margin: .7rem 0; }
        table { border-collapse: collapse; font-size: .88rem; font-variant-numeric: tabular-nums; overflow-wrap: normal; }
        th, td { padding: .25rem .7rem; text-align: left; vertical-align: top; border-bottom: 1px solid #e3e8ec; }
        th { font-weight: 600; background: #f3f5f7; }
        td:first-child { white-space: nowrap; }
        td:last-child { overflow-wrap: anywhere; }
        td.number, th.number { text-align: right; }
        td.number { white-space: nowrap; }
        .none { color: #6b7580; }
        .results table { width: 100%; }
        .results td { white-space: nowrap; }
        .results tr > :first-child { position: sticky; left: 0; background: #fff; }
        .results thead tr > :first-child { background: #f3f5f7; }
        img { max-width: 100%; height: auto; }
        .figure { display: block; margin: .7rem 0; }
        .beside, .pair { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 29rem), 1fr)); gap: 0 1.5rem; }
        .pair img { margin: 0; }
        .sheets { display: flex; flex-wrap: wrap; align-items: flex-start; gap: .8rem 0; }
        .sheets img { margin: 0; }
        .small img { height: 9rem; object-fit: contain; object-position: left top; }
        .columns { columns: 2 33rem; column-gap: 2rem; }
        .columns h2 { margin-top: 0; }
        section { padding-top: 2.2rem; break-inside: avoid; }
        pre { font-size: .8rem; background: #f3f5f7; padding: .8rem; overflow-x: auto; }
        @media (max-width: 40rem) {
          .large { overflow-x: auto; }
          .scroll img, .large img { max-width: 44rem; }
          .results td:first-child { white-space: normal; min-width: 7.5rem; max-width: 9rem; overflow-wrap: anywhere; }
        }
        @media print {
          @page { size: A4; margin: 12mm; }
          body { font-size: 10pt; max-width: none; padding: 0; }
          h2, h3, h2 + p { break-after: avoid; }
          img, tr { break-inside: avoid; }
          img { max-height: 240mm; object-fit: contain; object-position: left top; }
          p { orphans: 3; widows: 3; max-width: none; }
          .scroll { overflow: visible; }
          table { font-size: 7.5pt; }
          th, td { padding: .15rem .3rem; background: none; }
          .results td, td:first-child, td.number { white-space: normal; }
          .results tr > :first-child, .results thead tr > :first-child { position: static; background: none; overflow-wrap: anywhere; }
          .pair { grid-template-columns: 1fr 1fr; }
          .columns { columns: auto; }
          section { break-inside: auto; }
          pre { white-space: pre-wrap; background: none; }
        }
        """;
}
