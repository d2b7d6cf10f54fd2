namespace AsynDGAN.Core.Setup;

/// <summary>Passes questions on, and keeps what was answered.</summary>
/// <param name="inner">Who answers.</param>
internal sealed class RecordedAnswers(ISetupAnswers inner) : ISetupAnswers
{
    /// <summary>The answers, in the order of the questions.</summary>
    public List<SetupAnswer> All { get; } = [];

    public string? Choose(SetupQuestion question)
    {
        var answer = inner.Choose(question);
        if (answer is not null)
        {
            All.Add(new SetupAnswer(question.Option, answer, WasAsked: true));
        }

        return answer;
    }
}
