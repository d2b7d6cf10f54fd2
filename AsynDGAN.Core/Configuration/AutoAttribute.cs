namespace AsynDGAN.Core.Configuration;

/// <summary>A key whose null is written <c>auto</c>: a rule decides.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class AutoAttribute : Attribute
{
    internal const string Word = "auto";
}
