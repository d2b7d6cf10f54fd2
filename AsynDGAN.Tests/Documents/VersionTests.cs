using System.Reflection;
using System.Text.RegularExpressions;
using AsynDGAN.Core;

namespace AsynDGAN.Tests.Documents;

public sealed class VersionTests
{
    [Test]
    public void The_version_stands_in_one_place_and_is_the_changelogs_latest()
    {
        string[] projects = [.. Directory.GetFiles(Repository.Root, "*.props"), .. Directory.GetDirectories(Repository.Root, "AsynDGAN.*").SelectMany(folder => Directory.GetFiles(folder, "*.csproj"))];
        var version = projects.SelectMany(file => Regex.Matches(File.ReadAllText(file), "<(?:Package)?Version>(.+?)</")).Single().Groups[1].Value;
        Assert.That(typeof(UserException).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0], Is.EqualTo(version));
        Assert.That(Regex.Match(Repository.Read("CHANGELOG.md"), @"(?m)^## \[(.+?)\]").Groups[1].Value, Is.EqualTo(version));
    }
}
