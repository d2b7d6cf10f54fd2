using System.Diagnostics;
using System.Net;
using AsynDGAN.Core.Reporting;

namespace AsynDGAN.Tests.Reporting;

/// <summary>The report in headless Chromium, where that is installed.</summary>
public class ReportInBrowserTests
{
    private const string Browser = "/usr/bin/chromium";

    private static readonly string[] headless =
        ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run", "--hide-scrollbars", "--allow-file-access-from-files", "--enable-logging=stderr"];

    [SetUp]
    public void NeedsChromium()
    {
        if (!File.Exists(Browser))
        {
            Assert.Ignore($"{TestContext.CurrentContext.Test.Name}: there is no {Browser}");
        }
    }

    [Test]
    public void It_opens_without_an_error_or_a_broken_image()
    {
        using var run = new SmallRun();
        run.AddComparison();
        RunReport.Write(run.Root);
        var (title, errors) = Open(run.Report);
        Assert.That((title, errors), Is.EqualTo(("12 images, 0 broken", "")));
    }

    [Test]
    public void A_broken_image_or_a_reference_outwards_would_be_noticed()
    {
        using var run = new SmallRun();
        RunReport.Write(run.Root);
        File.AppendAllText(run.Report, """<img src="data:image/png;base64,AAAA"><img src="elsewhere.png">""");
        var (title, errors) = Open(run.Report);
        Assert.That(title, Is.EqualTo("12 images, 2 broken"));
        Assert.That(errors, Does.Contain("Content Security Policy"));
    }

    [Test]
    public void It_fits_a_desktop_and_a_phone()
    {
        using var run = new SmallRun();
        run.AddComparison();
        run.AddRecord();
        run.Picture("segmentation/panel.png", 700);
        run.Picture("samples/epoch-0001-b.png", 300);
        run.Picture("samples/epoch-0009-b.png", 300);
        run.Write("split.csv", $"patient,institution,site,part\np1,{new string('I', 300)},b,train\n");
        RunReport.Write(run.Root);
        using var folder = new TemporaryFolder();
        var (facts, _) = Dump(folder, $$"""
            <!DOCTYPE html><title></title>
            <iframe src="{{new Uri(run.Report).AbsoluteUri}}" style="border:0;width:1280px;height:900px"></iframe>
            <iframe src="{{new Uri(run.Report).AbsoluteUri}}" style="border:0;width:390px;height:800px"></iframe>
            <script>
            addEventListener('load', () => document.title = [...document.querySelectorAll('iframe')].map(frame => {
              const page = frame.contentDocument, root = page.documentElement;
              const all = [...page.body.querySelectorAll('*')], box = e => e.getBoundingClientRect();
              const one = selector => box(page.querySelector(selector));
              const scrolls = e => ['auto', 'scroll'].includes(frame.contentWindow.getComputedStyle(e).overflowX);
              const inBox = e => e !== page.body && (scrolls(e) || inBox(e.parentElement));
              const cut = all.filter(e => !inBox(e) && (box(e).right > root.clientWidth + 1 || (e.scrollWidth > e.clientWidth + 1 && e.clientWidth > 0)));
              const samples = [...page.querySelectorAll('h2')].find(h => h.textContent === 'Samples');
              return [
                `${root.clientWidth} wide`, `${Math.max(0, root.scrollWidth - root.clientWidth)} beyond`,
                `${cut.length} cut ${cut.map(e => e.outerHTML.slice(0, 60))}`.trim(),
                `${[...page.images].filter(i => !i.complete || i.naturalWidth === 0).length} broken`,
                one('.results table').top < box(samples).top && one('img[alt^=Dice]').top < box(samples).top ? 'results first' : 'samples first',
                one('.large img[alt^="Samples of b"]').width > 1.2 * one('.small img[alt^="Samples of b"]').width ? 'last large' : 'last small',
                `${new Set([...page.querySelectorAll('section')].map(e => Math.round(box(e).left))).size} columns`,
                one('.results').width > 0.9 * root.clientWidth ? 'width used' : 'width empty'].join(', ');
            }).join('; '));
            </script>
            """);
        Assert.That(WebUtility.HtmlDecode(facts), Is.EqualTo(
            "1280 wide, 0 beyond, 0 cut, 0 broken, results first, last large, 2 columns, width used; "
            + "390 wide, 0 beyond, 0 cut, 0 broken, results first, last large, 1 columns, width used"));
    }

    /// <summary>Opens the page with a script that counts its images, and returns the count and what the console says.</summary>
    private static (string Counts, string Errors) Open(string report)
    {
        using var folder = new TemporaryFolder();
        var text = File.ReadAllText(report).Replace("default-src 'none';", "default-src 'none'; script-src 'unsafe-inline';", StringComparison.Ordinal);
        return Dump(folder, text + """
            <script>
            addEventListener('load', () => {
              const images = [...document.images];
              document.title = `${images.length} images, ${images.filter(i => !i.complete || i.naturalWidth === 0).length} broken`;
            });
            </script>
            """);
    }

    /// <summary>Opens a page, and returns the title that its script gave it and what the console says.</summary>
    private static (string Title, string Errors) Dump(TemporaryFolder folder, string text)
    {
        var page = folder.Write("page.html", text);
        var (_, dom, error) = StartedProcess.Run(
            new ProcessStartInfo(Browser, [.. headless, "--user-data-dir=" + folder.Join("profile"), "--dump-dom", new Uri(page).AbsoluteUri]));
        var title = dom.Split("<title>")[1].Split("</title>")[0];
        return (title, string.Join('\n', error.Split('\n').Where(line => line.Contains("CONSOLE", StringComparison.Ordinal))));
    }
}
