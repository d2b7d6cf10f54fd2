using System.Text;
using AsynDGAN.Core.Configuration.Keys;
using AsynDGAN.Core.Configuration.Rules;
using YamlDotNet.Core;

namespace AsynDGAN.Core.Configuration.Reading;

/// <summary>Reads an experiment: a YAML file, then overrides, then the rules that join keys.</summary>
public sealed class ExperimentReader
{
    private const int MaxBytes = 1 << 20;
    private const string FromOverride = "--set";

    private readonly ConfigurationErrors errors = new();
    private readonly Experiment experiment = new();
    private readonly RecordReader record;
    private bool isTextRead;

    private ExperimentReader()
    {
        record = new RecordReader(errors);
    }

    /// <summary>Reads a file.</summary>
    /// <param name="path">The YAML file.</param>
    /// <param name="overrides">
    /// Texts <c>a.b=value</c>, the value in YAML, applied in order after the file. A mapping given for a section sets
    /// the keys that it names and leaves the others.
    /// </param>
    /// <param name="needsRoot">Whether data.root must be given where the source has files.</param>
    /// <exception cref="UserException">The file cannot be read, or anything in it or in an override is wrong; all faults are named.</exception>
    public static Experiment Read(string path, IReadOnlyList<string> overrides, bool needsRoot = true)
    {
        return Parse(Load(path), path, overrides, needsRoot);
    }

    /// <summary>Reads a text as <see cref="Read"/> does a file; the file's name is for messages and the run's name.</summary>
    /// <exception cref="UserException">Anything in the text or in an override is wrong; all faults are named.</exception>
    public static Experiment Parse(string text, string file, IReadOnlyList<string> overrides, bool needsRoot = true)
    {
        var reader = new ExperimentReader();
        reader.ReadText(text);
        foreach (var assignment in overrides)
        {
            reader.ReadOverride(assignment);
        }

        var named = reader.experiment.Name.Length > 0
            ? reader.experiment
            : reader.experiment with { Name = ExperimentRules.FolderNameOf(Path.GetFileNameWithoutExtension(file)) };
        if (reader.isTextRead)
        {
            reader.CheckRules(named, needsRoot);
        }

        reader.errors.ThrowIfAny(file);
        return named;
    }

    /// <summary>The text of a file that <see cref="Parse"/> reads.</summary>
    /// <exception cref="UserException">The file cannot be read.</exception>
    public static string Load(string path)
    {
        if (path.Length == 0)
        {
            throw new UserException("The configuration's path is empty.", "Name a YAML file.");
        }

        if (Directory.Exists(path))
        {
            throw new UserException($"{path} is a folder{GivenPath.Resolved(path)}.", "Name a YAML file in it.");
        }

        try
        {
            var file = new FileInfo(path);
            if (!file.Exists)
            {
                throw new UserException($"{path} does not exist{GivenPath.Resolved(path)}.", "A relative path starts at the working directory.");
            }

            // A device or a pipe has no length, and may have no end.
            using var stream = file.OpenRead();
            var bytes = new byte[MaxBytes + 1];
            var count = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            if (count > MaxBytes)
            {
                throw new UserException($"{path} has {(file.Length > MaxBytes ? $"{file.Length}" : $"more than {MaxBytes}")} bytes, too many for a configuration.", "Name the YAML file of an experiment.");
            }

            using var reader = new StreamReader(new MemoryStream(bytes, 0, count), Encoding.UTF8);
            return reader.ReadToEnd();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new UserException($"{path} cannot be read: {e.Message}");
        }
    }

    private void ReadText(string text)
    {
        try
        {
            switch (YamlTree.Parse(text, start => "line " + start.Line))
            {
                case ConfigurationNode.Mapping root:
                    record.Read(root, experiment);
                    isTextRead = true;
                    break;
                case null or ConfigurationNode.Scalar { IsNull: true }:
                    errors.Add("it is empty; a configuration with nothing but a seed is: seed: 1");
                    break;
                case var other:
                    errors.Add($"{other.Place}: {other.InWords} stands where keys are wanted, such as seed: 1");
                    break;
            }
        }
        catch (YamlException e)
        {
            errors.Add($"line {e.Start.Line}, column {e.Start.Column}: {e.Message}");
        }
    }

    private void ReadOverride(string assignment)
    {
        var equals = assignment.IndexOf('=');
        var path = equals < 0 ? assignment : assignment[..equals];
        if (equals <= 0)
        {
            errors.Add($"{FromOverride} {YamlValue.Text(assignment)}: write it as key=value, such as training.epochs=10");
            return;
        }

        // Checked here, since a mapping's own keys (as in sites.merge.A) are no keys of the configuration.
        var names = path.Split('.');
        for (var i = 0; i < names.Length; i++)
        {
            var parent = string.Join('.', names[..i]);
            var named = string.Join('.', names[..(i + 1)]);
            if (ExperimentKeys.Find(named) is null && FormerKey.Find(named) is null)
            {
                AddUnknown(parent, names[i]);
                return;
            }
        }

        try
        {
            var text = assignment[(equals + 1)..];
            var value = YamlTree.Parse(text, _ => FromOverride) ?? new ConfigurationNode.Scalar(FromOverride, "", false);
            if (YamlTree.CommentIn(text) is { } comment)
            {
                errors.Add(path, FromOverride, $"what stands from the # on, {YamlValue.Quote(comment)}, would be a comment; leave it out, or quote the value, as in {path}='\"a #b\"'");
                return;
            }

            for (var i = names.Length - 1; i >= 0; i--)
            {
                value = new ConfigurationNode.Mapping(FromOverride, [new ConfigurationNode.Entry(names[i], FromOverride, value)]);
            }

            record.Read((ConfigurationNode.Mapping)value, experiment);
        }
        catch (YamlException e)
        {
            errors.Add(path, FromOverride, "the value is not YAML: " + e.Message);
        }
    }

    private void AddUnknown(string parent, string name)
    {
        if (parent.Length > 0 && ExperimentKeys.Find(parent) is not { IsSection: true })
        {
            errors.Add($"{parent}.{YamlValue.Text(name)}", FromOverride, $"unknown key; {parent} is set as a whole");
        }
        else
        {
            RecordReader.AddUnknown(errors, parent, name, FromOverride);
        }
    }

    private void CheckRules(Experiment named, bool needsRoot)
    {
        foreach (var rule in ExperimentRules.All.Where(rule => needsRoot || rule != DataRules.RootIsGiven))
        {
            if (!rule.Keys.Any(errors.Concern) && rule.Check(named) is { } fault)
            {
                errors.Add(rule.Keys[0], record.PlaceOf(rule.Keys[0]), fault);
            }
        }
    }
}
