using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Data.Preparation;
using AsynDGAN.Core.Data.Sources;

namespace AsynDGAN.Tests.Data.Preparation;

public class GreyNotesTests
{
    [TestCase(NormaliseBy.Range)]
    [TestCase(NormaliseBy.Volume)]
    public void Pictures_with_an_object_and_one_value_throughout_are_warned_of(NormaliseBy by)
    {
        var options = new DataOptions { Source = DataSource.Manifest, ImageSize = 16, MinMaskPixels = 5, Crop = CropMethod.None, Normalise = new NormaliseOptions { By = by } };
        var attributes = new Dictionary<string, string> { [ImageCase.InstitutionAttribute] = "north" };
        var inside = TestCases.Picture(16, 16, (y, x) => y < 8 && x < 8 ? 255 : 0);
        CaseSlice[] slices =
        [
            new("dark", TestCases.Constant(16, 16, 0), inside), new("bright", TestCases.Constant(16, 16, 255), inside),
            new("empty", TestCases.Constant(16, 16, 0), TestCases.Constant(16, 16, 0)), new("shown", inside, inside),
        ];
        var cases = new CasePreparation(options).Prepare(new ImageCase("p", "p", attributes, slices), [], inPatches: false);
        Assert.That(GreyNotes.Of([cases], options).First(), Is.EqualTo("warning: 2 pictures have one value each throughout, where the mask has an object: p/dark 0, p/bright 255"));
    }
}
