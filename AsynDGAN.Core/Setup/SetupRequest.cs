using AsynDGAN.Core.Configuration.Rules;

namespace AsynDGAN.Core.Setup;

/// <summary>What <c>asyndgan init</c> is asked for. An option that is not given is null: it is told by the data, or asked for.</summary>
/// <param name="Path">The folder of data, a manifest, or an HDF5 file.</param>
/// <param name="Output">The configuration that is written.</param>
/// <param name="Hours">How long <c>train</c> may take on this machine, above 0.</param>
public sealed record SetupRequest(string Path, string Output, double Hours)
{
    /// <summary>A layout, or a layout and the folder or file that has it, as in lgg-mri:kaggle_3m.</summary>
    public string? Layout { get; init; }

    /// <summary>folder, column:NAME, random:N or tumour-size:N.</summary>
    public string? Sites { get; init; }

    /// <summary>folder, outer-folder, name, picture, visit, visit-name or column:NAME.</summary>
    public string? Patients { get; init; }

    /// <summary>The stored values that are the object, as in 1,2; or all.</summary>
    public string? MaskValues { get; init; }

    /// <summary>The table of cases of <c>data.cases</c>.</summary>
    public string? Cases { get; init; }

    /// <summary>The options that are given and answer a question beforehand.</summary>
    internal IReadOnlyList<SetupAnswer> Given =>
    [
        .. new[] { ("--layout", Layout), ("--sites", Sites), ("--patients", Patients), ("--mask-values", MaskValues), ("--cases", Cases) }
            .Where(option => option.Item2 is not null).Select(option => new SetupAnswer(option.Item1, option.Item2!, WasAsked: false)),
    ];

    /// <summary>The configuration in the working directory that has the data's name.</summary>
    /// <exception cref="UserException">It can be no path.</exception>
    public static string UsualOutput(string path) => path.Length == 0 || path.Contains('\0')
        ? throw new UserException($"'{path}' is no path", "Name the folder that holds images and masks.")
        : ExperimentRules.FolderNameOf(NameOf(System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(path)))) + ".yaml";

    // What follows a dot in a folder's name is no ending.
    private static string NameOf(string path) => Directory.Exists(path) ? System.IO.Path.GetFileName(path) : System.IO.Path.GetFileNameWithoutExtension(path);
}
