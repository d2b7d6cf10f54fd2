using System.Text.RegularExpressions;

namespace AsynDGAN.Tests.Documents;

public partial class LinkTests
{
    [TestCaseSource(typeof(Repository), nameof(Repository.Documents))]
    public void Every_link_leads_to_a_file_and_a_heading(string document)
    {
        var broken = Links().Matches(Repository.Read(document)).Select(link => link.Groups["target"].Value)
            .Where(target => !target.Contains("://") && !Leads(document, target));
        Assert.That(broken, Is.Empty);
    }

    [TestCaseSource(typeof(Repository), nameof(Repository.Documents))]
    public void Every_path_from_the_root_exists(string document)
    {
        var missing = Paths().Matches(Repository.Read(document)).Select(path => path.Value.TrimEnd('.'))
            .Where(path => !Path.Exists(Repository.At(path)));
        Assert.That(missing, Is.Empty);
    }

    [Test]
    public void The_readme_names_every_other_document()
    {
        var readme = Repository.Read("README.md");
        Assert.That(Repository.Documents.Where(document => document != "README.md" && !readme.Contains($"]({document}")), Is.Empty);
    }

    [Test]
    public void A_heading_that_is_not_there_is_found() =>
        Assert.That(Leads("README.md", "docs/data.md#no-such-heading"), Is.False);

    private static bool Leads(string document, string target)
    {
        var (path, heading) = (target.Split('#')[0], target.Split('#').ElementAtOrDefault(1));
        var file = path.Length == 0 ? document : Path.Combine(Path.GetDirectoryName(document)!, path);
        return Path.Exists(Repository.At(file))
            && (heading is null || Headings().Matches(Repository.Read(file)).Any(line => Anchor(line.Groups["text"].Value) == heading));
    }

    /// <summary>A heading's anchor, as GitHub makes it.</summary>
    private static string Anchor(string heading) => NoWord().Replace(heading.Trim().ToLowerInvariant(), "").Replace(' ', '-');

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)")]
    private static partial Regex Links();

    [GeneratedRegex(@"^#+ (?<text>.+)$", RegexOptions.Multiline)]
    private static partial Regex Headings();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NoWord();

    [GeneratedRegex(@"(?<![\w/.<-])(AsynDGAN\.(Core|Cli|Tests)|configs|docs|eng|scripts|\.ci)/[\w./-]*")]
    private static partial Regex Paths();
}
