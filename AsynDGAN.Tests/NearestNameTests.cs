using AsynDGAN.Core;

namespace AsynDGAN.Tests;

public class NearestNameTests
{
    [TestCase("epoch", "epochs")]
    [TestCase("epcohs", "epochs")]
    [TestCase("EPOCHS", "epochs")]
    [TestCase("batch-size", "batch_size")]
    [TestCase("batchsize", "batch_size")]
    [TestCase("lr", null)]
    [TestCase("", null)]
    [TestCase("x", null)]
    [TestCase("completely different", null)]
    public void A_close_word_is_found(string word, string? expected)
    {
        Assert.That(NearestName.To(word, ["epochs", "batch_size", "steps"]), Is.EqualTo(expected));
    }

    [Test]
    public void The_closest_of_several_is_taken()
    {
        Assert.That(NearestName.To("beta3", ["beta11", "beta1", "beta2"]), Is.EqualTo("beta1"));
        Assert.That(NearestName.To("beta2", ["beta1", "beta2"]), Is.EqualTo("beta2"));
    }
}
