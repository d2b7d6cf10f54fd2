using System.Reflection;
using System.Xml.Linq;
using AsynDGAN.Core;
using AsynDGAN.Core.Federation;
using AsynDGAN.Core.Federation.Messages;
using TorchSharp;

namespace AsynDGAN.Tests.Architecture;

public class DocumentationTests
{
    private static readonly Assembly Core = typeof(UserException).Assembly;

    private static readonly IReadOnlyDictionary<string, string> Summaries =
        XDocument.Load(Path.ChangeExtension(Core.Location, ".xml")).Descendants("member")
            .ToDictionary(member => member.Attribute("name")!.Value, member => member.Element("summary")?.Value.Trim() ?? "");

    [Test]
    public void Every_public_type_has_a_summary()
    {
        var without = Core.GetExportedTypes().Select(type => Name(type)).Where(name => Summary("T:" + name).Length == 0);
        Assert.That(without, Is.Empty);
    }

    /// <summary>Whoever puts a network in place of memory has to know the shapes.</summary>
    [Test]
    public void The_messages_of_a_site_give_shapes()
    {
        var messages = typeof(ISite).GetMethods().SelectMany(method => method.GetParameters().Select(parameter => parameter.ParameterType).Append(method.ReturnType))
            .Where(type => type.Namespace == typeof(Conditions).Namespace).Distinct().ToArray();
        Assert.That(messages, Is.EquivalentTo(new[] { typeof(SiteProfile), typeof(Conditions), typeof(Synthetic), typeof(Critique) }));
        Assert.That(typeof(Conditions).Assembly.GetTypes().Where(type => type.IsPublic && type.Namespace == typeof(Conditions).Namespace), Is.EquivalentTo(messages), "the folder of messages holds nothing else");
        var arrays = messages.SelectMany(message => message.GetProperties())
            .Where(property => property.PropertyType == typeof(torch.Tensor) || property.PropertyType == typeof(IReadOnlyList<long>)).ToArray();
        Assert.That(arrays, Has.Length.EqualTo(6));
        Assert.Multiple(() =>
        {
            foreach (var array in arrays)
            {
                Assert.That(Summary($"P:{Name(array.DeclaringType!)}.{array.Name}"), Does.Match(@"^\[\w+(, \w+)*\]"), $"{array.DeclaringType!.Name}.{array.Name}");
            }
        });
    }

    private static string Name(Type type) => type.FullName!.Replace('+', '.');

    private static string Summary(string member) => Summaries.GetValueOrDefault(member, "");
}
