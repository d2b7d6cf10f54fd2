using AsynDGAN.Core.Reporting;
using AsynDGAN.Core.Runs;

namespace AsynDGAN.Tests.Reporting;

public class HtmlTests
{
    [Test]
    public void Values_are_escaped_and_markup_is_not()
    {
        const string Hostile = "<script>alert('\"&')</script>";
        Html html = $"<p>{Hostile}</p>";
        Assert.That(html.ToString(), Is.EqualTo("<p>&lt;script&gt;alert(&#39;&quot;&amp;&#39;)&lt;/script&gt;</p>"));
    }

    [Test]
    public void Pieces_stand_as_they_are_and_nothing_stands_for_a_missing_one()
    {
        Html piece = $"<b>{1}</b>";
        Html? none = null;
        Html html = $"<p>{piece}{none}{Html.Each(["<", "b"], item => $"<i>{item}</i>")}{new[] { piece, none }}</p>";
        Assert.That(html.ToString(), Is.EqualTo("<p><b>1</b><i>&lt;</i><i>b</i><b>1</b></p>"));
    }

    [Test]
    public void Numbers_are_written_by_their_format()
    {
        double? none = null;
        Html html = $"{1234.5:#,0.0} {none:0.0}{0.25}";
        Assert.That(html.ToString(), Is.EqualTo("1,234.5 0.25"));
    }

    [Test]
    public void A_table_of_cells_becomes_html()
    {
        var html = HtmlTable.Of(new TextTable(["a", "b [95%]"], [["<1>|", "2 [1, 3]"], ["x\ny", ""]]));
        Assert.That(html.ToString().ReplaceLineEndings(""), Is.EqualTo(
            """<div class="scroll results"><table><thead><tr><th>a</th><th>b [95%]</th></tr></thead>"""
            + """<tr><td>&lt;1&gt;|</td><td>2 [1, 3]</td></tr><tr><td>x\u000ay</td><td></td></tr></table></div>"""));
    }
}
