namespace AsynDGAN.Tests.Architecture;

/// <summary>A folder that cannot be made, on a full disk perhaps, is told in one message.</summary>
public class FolderMakingTests
{
    private const string Call = "Directory.CreateDirectory(";

    [Test]
    public void No_folder_is_made_where_its_fault_is_not_told()
    {
        var untold = new[] { "AsynDGAN.Core", "AsynDGAN.Cli" }
            .SelectMany(project => Directory.EnumerateFiles(Repository.At(project), "*.cs", SearchOption.AllDirectories))
            .Where(file => Untold(File.ReadAllText(file)));
        Assert.That(untold, Is.Empty, "NewFolder.Make tells it");
    }

    [TestCase("void A() { Directory.CreateDirectory(a); }", true)]
    [TestCase("void A() { try { B(); } catch (IOException) { } Directory.CreateDirectory(a); }", true)]
    [TestCase("void A() { try { foreach (var a in b) { Directory.CreateDirectory(a); } } catch (IOException) { } }", false)]
    [TestCase("void A() { try { Directory.CreateDirectory(a); } catch (IOException) { } Directory.CreateDirectory(b); }", true)]
    public void A_making_outside_of_a_try_is_found(string code, bool isUntold) => Assert.That(Untold(code), Is.EqualTo(isUntold));

    private static bool Untold(string code)
    {
        for (var at = code.IndexOf(Call, StringComparison.Ordinal); at >= 0; at = code.IndexOf(Call, at + 1, StringComparison.Ordinal))
        {
            if (!IsTried(code, at))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether one of the blocks around a place is a try's.</summary>
    private static bool IsTried(string code, int at)
    {
        for (var (place, closed) = (at, 0); place >= 0; place--)
        {
            closed += code[place] switch { '}' => 1, '{' => -1, _ => 0 };
            if (closed < 0)
            {
                if (code.AsSpan(0, place).TrimEnd().EndsWith("try"))
                {
                    return true;
                }

                closed = 0;
            }
        }

        return false;
    }
}
