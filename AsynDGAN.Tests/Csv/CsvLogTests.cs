using AsynDGAN.Core;
using AsynDGAN.Core.Csv;

namespace AsynDGAN.Tests.Csv;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class CsvLogTests : IDisposable
{
    private const string Header = "step,site_name,mean_loss\n";

    private readonly TemporaryFolder folder = new();
    private readonly string file;
    private readonly CsvLog<Row> log;

    public CsvLogTests()
    {
        file = folder.Join("losses.csv");
        log = new CsvLog<Row>(file);
    }

    public void Dispose() => folder.Dispose();

    [Test]
    public void Rows_follow_a_header_in_snake_case()
    {
        log.Append(new Row(1, "A", 0.5), new Row(1, "B", -1e-7));
        log.Append(new Row(2, "A", double.NaN));
        Assert.That(File.ReadAllText(file), Is.EqualTo(Header + "1,A,0.5\n1,B,-1E-07\n2,A,NaN\n"));
    }

    [Test]
    public void A_log_that_is_there_goes_on()
    {
        log.Append(new Row(1, "A", 1));
        new CsvLog<Row>(file).Append(new Row(2, "A", 2));
        Assert.That(File.ReadAllText(file), Is.EqualTo(Header + "1,A,1\n2,A,2\n"));
    }

    [Test]
    public void Names_with_commas_quotes_and_line_ends_survive_a_cut()
    {
        Row[] rows = [new(1, "Köln, Süd", 1), new(2, "St. \"Mary\"", 2), new(3, "two\nlines", 3), new(4, "D", 4)];
        log.Append(rows);
        var whole = File.ReadAllText(file);
        Assert.That(whole, Does.Contain("1,\"Köln, Süd\",1\n").And.Contain("2,\"St. \"\"Mary\"\"\",2\n"));
        log.Cut("step", 4);
        Assert.That(File.ReadAllText(file), Is.EqualTo(whole));
        log.Cut("step", 3);
        Assert.That(File.ReadAllText(file), Is.EqualTo(whole.Replace("4,D,4\n", "")));
    }

    [Test]
    public void A_cut_drops_the_rows_above_its_limit()
    {
        log.Append(new Row(1, "A", 1), new Row(10, "A", 2), new Row(2, "A", 3));
        log.Cut("step", 2);
        Assert.That(File.ReadAllText(file), Is.EqualTo(Header + "1,A,1\n2,A,3\n"));
        log.Cut("step", 0);
        Assert.That(File.ReadAllText(file), Is.EqualTo(Header));
    }

    [TestCase("2")]
    [TestCase("2,A")]
    [TestCase("2,A,0.2")]
    [TestCase("2,\"A")]
    [TestCase("2,\"A, two\nlines")]
    [TestCase("\"")]
    public void A_last_row_that_a_kill_left_torn_is_dropped(string torn)
    {
        File.WriteAllText(file, Header + "1,A,0.5\n" + torn);
        log.Cut("step", 100);
        Assert.That(File.ReadAllText(file), Is.EqualTo(Header + "1,A,0.5\n"));
    }

    [TestCase("")]
    [TestCase("step,si")]
    public void A_torn_header_is_written_again(string torn)
    {
        File.WriteAllText(file, torn);
        log.Cut("step", 100);
        log.Append(new Row(1, "A", 0.5));
        Assert.That(File.ReadAllText(file), Is.EqualTo(Header + "1,A,0.5\n"));
    }

    [TestCase("x,A,0.5", "line 3, column step: 'x' is not a whole number")]
    [TestCase("2.5,A,0.5", "line 3, column step: '2.5' is not a whole number")]
    [TestCase("2,A,", "line 3, column mean_loss: '' is not a finite number")]
    [TestCase("2,A,0.5e", "line 3, column mean_loss: '0.5e' is not a finite number")]
    [TestCase("2,A,NaN", "line 3, column mean_loss: 'NaN' is not a finite number")]
    [TestCase("2,A", "line 3 has 2 fields where the header has 3")]
    public void A_damaged_row_is_named_and_nothing_is_cut(string damaged, string what)
    {
        File.WriteAllText(file, Header + $"1,A,0.5\n{damaged}\n3,A,0.5\n");
        var before = File.ReadAllText(file);
        Assert.That(() => log.Cut("step", 1), Throws.TypeOf<UserException>().With.Message.Contains($"{file} is damaged: {what}"));
        Assert.That(() => log.Count("step", 1), Throws.TypeOf<UserException>());
        Assert.That(File.ReadAllText(file), Is.EqualTo(before));
    }

    [Test]
    public void Other_columns_are_refused_rather_than_dropped()
    {
        File.WriteAllText(file, "step,mean_loss\n1,0.5\n");
        Assert.That(() => log.Cut("step", 1), Throws.TypeOf<UserException>().With.Message.Contains("its columns are not step, site_name, mean_loss"));
    }

    [Test]
    public void Rows_of_an_earlier_version_have_empty_cells_where_it_had_no_columns()
    {
        File.WriteAllText(file, Header + "1,A,0.5\n2,B,0.25\n");
        var grown = new CsvLog<GrownRow>(file);
        Assert.That(grown.Count("step", 9), Is.EqualTo(2));
        grown.Cut("step", 1);
        grown.Append(new GrownRow(2, "B", 0.75, 3, null));
        Assert.That(File.ReadAllText(file), Is.EqualTo("step,site_name,mean_loss,share,rest\n1,A,0.5,,\n2,B,0.75,3,\n"));
    }

    [Test]
    public void Columns_that_every_row_must_have_are_no_earlier_version_s_to_lack()
    {
        File.WriteAllText(file, "step,site_name\n1,A\n");
        Assert.That(() => log.Cut("step", 1), Throws.TypeOf<UserException>().With.Message.Contains("its columns are not step, site_name, mean_loss"));
    }

    [Test]
    public void Rows_up_to_a_limit_are_counted_whatever_their_names_hold()
    {
        log.Append(new Row(1, "two\nlines", 1), new Row(2, "A", 2), new Row(3, "A", 3));
        File.AppendAllText(file, "2,A,tor");
        Assert.That((log.Count("step", 2), log.Count("step", 9)), Is.EqualTo((2, 3)));
    }

    [Test]
    public void Nothing_is_cut_where_there_is_no_file()
    {
        log.Cut("step", 1);
        Assert.That(folder.Names(), Is.Empty);
    }

    [Test]
    [Platform("Linux")]
    public void A_full_disk_is_the_users_to_mend()
    {
        var fault = Assert.Throws<UserException>(() => new CsvLog<Row>("/dev/full").Append(new Row(1, "A", 1)));
        Assert.That(fault!.Message, Does.StartWith("/dev/full cannot be written: "));
        Assert.That(fault.Hint, Does.Contain("free space"));
    }

    [Test]
    public void All_rows_are_replaced_together()
    {
        log.Append(new Row(1, "A", 1));
        log.Replace([new Row(7, "B", 2)]);
        Assert.That(File.ReadAllText(file), Is.EqualTo(Header + "7,B,2\n"));
        Assert.That(folder.Names(), Is.EqualTo(new[] { "losses.csv" }));
    }

    internal sealed record Row(int Step, string SiteName, double MeanLoss);

    internal sealed record GrownRow(int Step, string SiteName, double MeanLoss, double? Share, double? Rest);
}
