using System.Text.Json;
using System.Xml.Linq;

namespace AsynDGAN.Tests.Documents;

public class NoticesTests
{
    private static readonly string Notices = Repository.Read("THIRD-PARTY-NOTICES.md");

    [Test]
    public void Every_package_of_the_program_stands_there_with_its_version()
    {
        using var dependencies = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "asyndgan.deps.json")));
        var packages = dependencies.RootElement.GetProperty("libraries").EnumerateObject()
            .Where(library => library.Value.GetProperty("type").GetString() == "package").Select(library => library.Name.Split('/')).ToArray();
        Assert.That(packages, Is.Not.Empty);
        Assert.That(packages.Where(package => !Notices.Contains($"| {package[0]} | {package[1]} |")).Select(package => string.Join(' ', package)), Is.Empty);
    }

    [Test]
    public void Every_package_that_a_project_may_take_is_named_with_its_version()
    {
        var properties = XDocument.Load(Repository.At("Directory.Packages.props")).Root!;
        var variables = properties.Elements("PropertyGroup").Elements().ToDictionary(variable => $"$({variable.Name.LocalName})", variable => variable.Value);
        var packages = properties.Descendants("PackageVersion")
            .Select(package => (Name: package.Attribute("Include")!.Value, Version: package.Attribute("Version")!.Value))
            .Select(package => (package.Name, Version: variables.GetValueOrDefault(package.Version, package.Version)));
        Assert.That(packages.Where(package => !Notices.Contains($"| {package.Name} | {package.Version} |") && !Notices.Contains($"{package.Name} {package.Version}")), Is.Empty);
    }

    [Test]
    public void The_fonts_licence_is_there_as_it_is_beside_the_font() =>
        Assert.That(Notices, Does.Contain(Repository.Read("AsynDGAN.Core/Figures/Fonts/LICENCE-DejaVu.txt").Trim()));
}
