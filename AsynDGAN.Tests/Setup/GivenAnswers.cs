using AsynDGAN.Core.Setup;

namespace AsynDGAN.Tests.Setup;

/// <summary>Answers questions by their options, and keeps them; nobody where there is no answer.</summary>
internal sealed class GivenAnswers(params (string Option, string Value)[] given) : ISetupAnswers
{
    public List<SetupQuestion> Asked { get; } = [];

    public string? Choose(SetupQuestion question)
    {
        Asked.Add(question);
        return given.Where(answer => answer.Option == question.Option).Select(answer => answer.Value).FirstOrDefault();
    }
}
