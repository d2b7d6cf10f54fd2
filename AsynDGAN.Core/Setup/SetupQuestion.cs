namespace AsynDGAN.Core.Setup;

/// <summary>What the data do not tell, or tell in two ways.</summary>
/// <param name="Text">The question with what it rests on, in one line.</param>
/// <param name="Option">The option that answers it beforehand, such as --sites.</param>
/// <param name="Choices">The answers, at least two.</param>
public sealed record SetupQuestion(string Text, string Option, IReadOnlyList<SetupChoice> Choices)
{
    /// <summary>The value that was chosen.</summary>
    /// <exception cref="UserException">There is nobody to ask: the options to choose from are named.</exception>
    internal string Ask(ISetupAnswers answers) => answers.Choose(this)
        ?? throw new UserException($"{Text}\n  {string.Join("\n  ", Choices.Select(choice => $"{Option} {(choice.Value.Contains(' ') ? $"\"{choice.Value}\"" : choice.Value)}: {choice.Meaning}"))}", "Give one of these options.");
}
