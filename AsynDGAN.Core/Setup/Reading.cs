namespace AsynDGAN.Core.Setup;

/// <summary>One way to read a folder of data.</summary>
/// <param name="Layout">What --layout calls it, such as lgg-mri.</param>
/// <param name="Place">The folder or file that is taken, from the folder of data; empty: the folder itself.</param>
/// <param name="What">In a few words.</param>
/// <param name="Images">The images that it takes, paths from the folder of data.</param>
/// <param name="Take">Takes it: something may be wrong, or be asked.</param>
internal sealed record Reading(string Layout, string Place, string What, IReadOnlyCollection<string> Images, Func<SetupRequest, ISetupAnswers, FoundData> Take)
{
    /// <summary>The value of --layout that chooses it.</summary>
    public string Value => Place.Length == 0 ? Layout : $"{Layout}:{Place.TrimEnd('/')}";

    /// <summary>A line a file that did not pair.</summary>
    public IReadOnlyList<string> Unpaired { get; init; } = [];
}
