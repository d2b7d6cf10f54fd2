using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using Comment = YamlDotNet.Core.Tokens.Comment;

namespace AsynDGAN.Core.Configuration.Reading;

/// <summary>
/// Parses YAML into nodes that know their place. Made from the parser's events rather than from its representation
/// model, which stops at the first key given twice and recurses without bound on nested brackets.
/// </summary>
internal sealed class YamlTree
{
    private const int MaxDepth = 16;

    private readonly Scanner scanner;
    private readonly Parser parser;
    private readonly Func<Mark, string> place;

    private YamlTree(string text, Func<Mark, string> place)
    {
        scanner = new Scanner(new StringReader(text));
        parser = new Parser(scanner);
        this.place = place;
    }

    /// <summary>The one document of a text; null where the text holds none.</summary>
    /// <exception cref="YamlException">The text is not YAML, or uses what a configuration has no need of.</exception>
    public static ConfigurationNode? Parse(string text, Func<Mark, string> place)
    {
        return new YamlTree(text, place).Document();
    }

    /// <summary>The first comment of a text that is YAML, without its #; null where it has none.</summary>
    public static string? CommentIn(string text)
    {
        var scanner = new Scanner(new StringReader(text), skipComments: false);
        try
        {
            while (scanner.MoveNext())
            {
                if (scanner.Current is Comment comment)
                {
                    return comment.Value;
                }
            }
        }
        catch (Exception e) when (e is not YamlException)
        {
            throw new YamlException(scanner.CurrentPosition, scanner.CurrentPosition, e.Message);
        }

        return null;
    }

    private ConfigurationNode? Document()
    {
        Next();
        if (Next() is StreamEnd)
        {
            return null;
        }

        var root = Node(Next(), 0);
        Next();
        if (Next() is DocumentStart second)
        {
            throw Fault(second, "a second document starts here; a configuration is one document");
        }

        return root;
    }

    private ConfigurationNode Node(ParsingEvent start, int depth)
    {
        if (start is AnchorAlias alias)
        {
            throw Fault(start, $"the alias *{alias.Value} is not supported; write the value out");
        }

        if (start is YamlDotNet.Core.Events.Scalar { Anchor.IsEmpty: false } anchored)
        {
            throw Fault(start, $"the anchor &{anchored.Anchor.Value} is not supported; leave it out, or quote a text that begins so");
        }

        if (start is NodeEvent { Tag.IsEmpty: false } tagged)
        {
            throw Fault(start, $"the tag {tagged.Tag} is not supported; leave it out");
        }

        if (depth > MaxDepth)
        {
            throw Fault(start, $"nested more than {MaxDepth} levels deep");
        }

        return start switch
        {
            YamlDotNet.Core.Events.Scalar scalar => Scalar(scalar),
            SequenceStart => List(start, depth),
            _ => Mapping(start, depth),
        };
    }

    private ConfigurationNode.Scalar Scalar(YamlDotNet.Core.Events.Scalar scalar)
    {
        if (scalar.Value.Contains('\0'))
        {
            throw Fault(scalar, "a NUL character; no value may hold one");
        }

        // Half a surrogate pair enumerates as the replacement character too.
        if (scalar.Value.EnumerateRunes().Contains(System.Text.Rune.ReplacementChar))
        {
            throw Fault(scalar, "a character is damaged; is the file saved as UTF-8?");
        }

        return new ConfigurationNode.Scalar(place(scalar.Start), scalar.Value, scalar.Style != ScalarStyle.Plain);
    }

    private ConfigurationNode.List List(ParsingEvent start, int depth)
    {
        var items = new List<ConfigurationNode>();
        for (var item = Next(); item is not SequenceEnd; item = Next())
        {
            items.Add(Node(item, depth + 1));
        }

        return new ConfigurationNode.List(place(start.Start), items);
    }

    private ConfigurationNode.Mapping Mapping(ParsingEvent start, int depth)
    {
        var entries = new List<ConfigurationNode.Entry>();
        for (var key = Next(); key is not MappingEnd; key = Next())
        {
            if (Node(key, depth + 1) is not ConfigurationNode.Scalar name)
            {
                throw Fault(key, "a key is a list or a mapping; keys are words");
            }

            entries.Add(new ConfigurationNode.Entry(name.Text, name.Place, Node(Next(), depth + 1)));
        }

        return new ConfigurationNode.Mapping(place(start.Start), entries);
    }

    private ParsingEvent Next()
    {
        try
        {
            return parser.MoveNext() ? parser.Current! : throw new YamlException("the text ends where more is wanted");
        }
        catch (YamlException e) when (e.Start.Index == 0)
        {
            throw new YamlException(scanner.CurrentPosition, scanner.CurrentPosition, e.Message);
        }
        catch (Exception e) when (e is not YamlException)
        {
            // Some malformed texts end in the parser's own argument and state checks.
            throw new YamlException(scanner.CurrentPosition, scanner.CurrentPosition, e.Message);
        }
    }

    private static YamlException Fault(ParsingEvent at, string message)
    {
        return new YamlException(at.Start, at.End, message);
    }
}
