namespace AsynDGAN.Core.Configuration;

/// <summary>Whether a site answers an exchange's number again.</summary>
public enum SiteQuestions
{
    Any,
    Once,
}
