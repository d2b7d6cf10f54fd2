namespace AsynDGAN.Core.Configuration.Rules;

/// <summary>A condition that an experiment must meet beyond the types and ranges of its keys.</summary>
/// <param name="Keys">The keys that it looks at; the first is the one that a message names. It is not asked where one of them is faulty.</param>
/// <param name="Check">What is wrong and what to do; null where nothing is.</param>
internal sealed record ExperimentRule(string[] Keys, Func<Experiment, string?> Check);
