using AsynDGAN.Core.Audit.Membership;
using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Data;
using static TorchSharp.torch;

namespace AsynDGAN.Tests.Audit.Membership;

public class AskedPatientsTests
{
    [Test]
    public void Training_patients_of_a_hospital_that_holds_no_one_out_are_not_asked_about()
    {
        using var data = Dataset.Load(new Experiment { Data = HeldOutPhantoms.Of(2) }, CPU);
        var (one, other) = (data.Sites[0], data.Sites[1]);
        var all = AskedPatients.Of([one, other], seed: 1);
        var asked = AskedPatients.Of([one, other with { Test = other.LeftOut }], seed: 1);
        Assert.That(Sites(all.Members), Is.EquivalentTo(new[] { one.Name, other.Name }));
        Assert.That(Sites(asked.Members).Concat(Sites(asked.HeldOut)).Distinct(), Is.EqualTo(new[] { one.Name }), "scores of one group alone cannot be brought to a scale that tells it from another");
    }

    private static IEnumerable<string> Sites(IEnumerable<AskedImage> images) => images.Select(image => image.Site.Name).Distinct();
}
