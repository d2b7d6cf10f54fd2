using AsynDGAN.Core.Data.Sources;

namespace AsynDGAN.Core.Setup;

/// <summary>A way in which data may lie in a folder.</summary>
internal interface ILayout
{
    /// <summary>What of a folder has its signs: the folder itself, or folders and files in it.</summary>
    /// <param name="folder">What lies there.</param>
    IEnumerable<Reading> Find(DataFolder folder);
}
