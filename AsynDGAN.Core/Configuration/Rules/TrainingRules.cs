namespace AsynDGAN.Core.Configuration.Rules;

/// <summary>What must hold among the keys of <c>training</c>.</summary>
internal static class TrainingRules
{
    public static IReadOnlyList<ExperimentRule> All { get; } =
    [
        new(["training.epochs", "training.decay_epochs", "training.steps"], SomethingIsTrained),
    ];

    private static string? SomethingIsTrained(Experiment e)
    {
        return e.Training.Steps is null && e.Training.Epochs + e.Training.DecayEpochs < 1
            ? "0, as is training.decay_epochs, so that nothing is trained; set one of them, or training.steps"
            : null;
    }
}
