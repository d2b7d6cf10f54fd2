namespace AsynDGAN.Core.Setup;

/// <summary>Who answers questions.</summary>
public interface ISetupAnswers
{
    /// <summary>Asks.</summary>
    /// <returns>The <see cref="SetupChoice.Value"/> of one of the choices; null where nobody is there to answer.</returns>
    string? Choose(SetupQuestion question);
}
