namespace AsynDGAN.Tests.Cli;

public class CheckCommandTests
{
    private readonly WorkFolder work = new();

    [OneTimeTearDown]
    public void Remove() => work.Dispose();

    [TestCase("tpu")]
    [TestCase("cpu:0")]
    [TestCase("cuda:99")]
    public void A_device_that_is_none_is_one_message(string device) => work.Run("check", "--device", device).Refused(device);

    [Test]
    public void The_option_is_named_as_it_was_given() => work.Run("check", "--device", "mps").Refused("error: --device: mps is not one of auto, cpu");
}
