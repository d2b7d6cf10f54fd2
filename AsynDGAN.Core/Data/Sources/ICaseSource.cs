namespace AsynDGAN.Core.Data.Sources;

/// <summary>Where pictures come from. They need not be in memory together: they are listed first, then read case by case.</summary>
internal interface ICaseSource
{
    /// <summary>Lists the cases without opening more than it must.</summary>
    /// <exception cref="UserException">There is nothing to read.</exception>
    CaseListing List();
}
