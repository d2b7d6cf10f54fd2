using AsynDGAN.Core.Audit.ByDesign;
using AsynDGAN.Core.Federation;

namespace AsynDGAN.Tests.Audit.ByDesign;

public class DesignExaminationTests
{
    [TestCase("a", true)]
    [TestCase("b", false)]
    public void Sheets_were_drawn_where_the_run_counted_their_fakes(string site, bool expected)
    {
        Traffic[] counted = [new("a", "to site", "fakes", 3, 30), new("a", "to site", "preview fakes", 2, 20), new("b", "to site", "fakes", 3, 30)];
        Assert.That(DesignExamination.HasPreviewed(counted, site), Is.EqualTo(expected));
    }
}
