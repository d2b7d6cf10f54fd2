namespace AsynDGAN.Core.Configuration;

/// <summary>Which exchanges' numbers a site answers: any, each once, or each once and one after the other.</summary>
public enum SiteQuestions
{
    Any,
    Once,
    InOrder,
}
