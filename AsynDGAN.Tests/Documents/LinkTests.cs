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

    [TestCaseSource(typeof(Repository), nameof(Repository.Documents))]
    public void Every_file_and_folder_of_code_that_is_named_exists(string document)
    {
        var missing = Code().Matches(Repository.Read(document)).Select(name => name.Groups["path"].Value).Where(path => !IsOfCode(path));
        Assert.That(missing, Is.Empty);
    }

    [TestCase("ISite.cs", true)]
    [TestCase("Federation/ISite.cs", true)]
    [TestCase("Federation/", true)]
    [TestCase("AsynDGAN.Core/Federation/ISite.cs", true)]
    [TestCase("Federation/NoSuchFile.cs", false)]
    [TestCase("NoSuchFile.cs", false)]
    [TestCase("NoSuchFolder/", false)]
    public void Code_is_named_from_the_root_or_from_its_core_or_a_file_by_itself(string path, bool exists) => Assert.That(IsOfCode(path), Is.EqualTo(exists));

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

    /// <summary>Whether there is such a path in the repository or in its core; of a file's name alone, whether there is one of it.</summary>
    private static bool IsOfCode(string path) =>
        Path.Exists(Repository.At(path)) || Path.Exists(Repository.At(Path.Combine("AsynDGAN.Core", path)))
        || (!path.Contains('/') && Sources.Value.Count(file => file == path) == 1);

    private static readonly Lazy<IReadOnlyList<string>> Sources = new(() =>
        [.. new[] { "AsynDGAN.Core", "AsynDGAN.Cli" }.SelectMany(project => Directory.GetFiles(Repository.At(project), "*.cs", SearchOption.AllDirectories)).Select(file => Path.GetFileName(file))]);

    /// <summary>A heading's anchor, as GitHub makes it.</summary>
    private static string Anchor(string heading) => NoWord().Replace(heading.Trim().ToLowerInvariant(), "").Replace(' ', '-');

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)")]
    private static partial Regex Links();

    [GeneratedRegex(@"^#+ (?<text>.+)$", RegexOptions.Multiline)]
    private static partial Regex Headings();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NoWord();

    // A file of C#, or a folder with a capital, in backticks.
    [GeneratedRegex(@"`(?<path>[A-Z][\w.]*(/[\w.]+)*(\.cs|/))`")]
    private static partial Regex Code();

    [GeneratedRegex(@"(?<![\w/.<-])(AsynDGAN\.(Core|Cli|Tests)|configs|docs|eng|scripts|\.ci)/[\w./-]*")]
    private static partial Regex Paths();
}
