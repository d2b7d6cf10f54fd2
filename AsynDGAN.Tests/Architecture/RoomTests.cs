using System.Reflection;
using System.Text.RegularExpressions;
using AsynDGAN.Core;
using NetArchTest.Rules;

namespace AsynDGAN.Tests.Architecture;

/// <summary>The order of folders, which stands in docs/architecture.md alone, holds in the code.</summary>
public partial class RoomTests
{
    private static readonly Assembly Core = typeof(UserException).Assembly;

    [Test]
    public void Every_folder_is_in_the_table_once_and_every_row_is_a_folder() =>
        Assert.That(Room.All.Select(room => room.Folder), Is.EquivalentTo(Room.Folders));

    [Test]
    public void A_file_s_namespace_is_its_folder() => Assert.Multiple(() =>
    {
        foreach (var room in Room.All)
        {
            foreach (var file in room.Files)
            {
                Assert.That(Namespace().Match(File.ReadAllText(file)).Groups[1].Value, Is.EqualTo(room.Namespace), file);
            }
        }
    });

    [Test]
    public void No_type_uses_one_from_a_folder_below_its_own()
    {
        var uses = Uses(Room.All);
        Assert.That(uses, Is.Empty, string.Join('\n', uses));
    }

    /// <summary>The same rule finds what the code does the other way round.</summary>
    [Test]
    public void In_the_wrong_order_the_uses_are_found()
    {
        var uses = Uses([new Room("Networks"), new Room("Networks/Convolutions")]);
        Assert.That(uses, Does.Contain("AsynDGAN.Core.Networks.ResnetGenerator uses Networks/Convolutions"));
    }

    /// <summary>A sentence for each use of a room by one before it.</summary>
    private static IReadOnlyList<string> Uses(IReadOnlyList<Room> rooms) =>
    [
        .. from room in rooms.Index()
           let below = rooms.Skip(room.Index + 1).ToArray()
           from type in Failing(room.Item, below.SelectMany(TypesOf))
           from other in below
           where Failing(room.Item, TypesOf(other)).Contains(type)
           select $"{type} uses {other}",
    ];

    private static IReadOnlyList<string> Failing(Room room, IEnumerable<string> types) =>
        Types.InAssembly(Core).That().ResideInNamespaceMatching($"^{Regex.Escape(room.Namespace)}$")
            .ShouldNot().HaveDependencyOnAny([.. types]).GetResult().FailingTypeNames?.ToList() ?? [];

    private static IEnumerable<string> TypesOf(Room room) =>
        Core.GetTypes().Where(type => type.Namespace == room.Namespace && !type.IsNested).Select(type => type.FullName!);

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Namespace();
}
