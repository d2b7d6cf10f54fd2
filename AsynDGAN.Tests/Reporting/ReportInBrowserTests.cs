using System.Diagnostics;
using AsynDGAN.Core.Reporting;

namespace AsynDGAN.Tests.Reporting;

/// <summary>The report in headless Chromium, where that is installed.</summary>
public class ReportInBrowserTests
{
    private const string Browser = "/usr/bin/chromium";

    private static readonly string[] headless =
        ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run", "--enable-logging=stderr"];

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

    /// <summary>Opens the page with a script that counts its images, and returns the count and what the console says.</summary>
    private static (string Counts, string Errors) Open(string report)
    {
        using var folder = new TemporaryFolder();
        var text = File.ReadAllText(report).Replace("default-src 'none';", "default-src 'none'; script-src 'unsafe-inline';", StringComparison.Ordinal);
        var page = folder.Write("page.html", text + """
            <script>
            addEventListener('load', () => {
              const images = [...document.images];
              document.title = `${images.length} images, ${images.filter(i => !i.complete || i.naturalWidth === 0).length} broken`;
            });
            </script>
            """);
        var start = new ProcessStartInfo(Browser, [.. headless, "--user-data-dir=" + folder.Join("profile"), "--dump-dom", new Uri(page).AbsoluteUri])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var dom = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        var title = dom.Split("<title>")[1].Split("</title>")[0];
        return (title, string.Join('\n', error.Result.Split('\n').Where(line => line.Contains("CONSOLE", StringComparison.Ordinal))));
    }
}
