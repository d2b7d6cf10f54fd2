using AsynDGAN.Core;
using AsynDGAN.Core.Reporting;

namespace AsynDGAN.Tests.Reporting;

/// <summary>Files of a run or comparison that are damaged, or may not be read, are named.</summary>
public sealed class UnreadableRunTests
{
    [Test]
    [Platform("Linux")]
    public void A_folder_that_may_not_be_read_is_no_run([Values(UnixFileMode.UserRead, UnixFileMode.UserRead | UnixFileMode.UserExecute)] UnixFileMode taken)
    {
        using var folder = new TemporaryFolder();
        folder.Write("set/synthesis.json", "");
        Unprivileged.Without(taken, folder.Path, () => Assert.That(() => RunReport.Write(folder.Path), Throws.TypeOf<UserException>().With.Message.Contains("There is no run in")));
    }

    [Test]
    [Platform("Linux")]
    public void Samples_that_may_not_be_read_are_named()
    {
        using var run = new SmallRun();
        var samples = Path.Combine(run.Root, "samples");
        Unprivileged.Without(UnixFileMode.UserRead, samples, () => Assert.That(() => RunReport.Write(run.Root), Throws.TypeOf<UserException>().With.Message.StartsWith($"'{samples}' cannot be read: ")));
    }

    [TestCase("table.csv", ",1,1,1,28", ",1,one,1,28", "column patients: 'one' is not a whole number")]
    [TestCase("comparisons.csv", "-0.0125", "?", "column difference: '?' is not a finite number")]
    [TestCase("results.csv", "row,run", "row,ran", "no column 'run'")]
    [TestCase("results.csv", "split 7, seed 1", "split 7seed 1", "line 2, column run: 'split 7seed 1' is not what a training is called, such as split 7, seed 1")]
    [TestCase("results.csv", "split 7, seed 1", "", "line 2, column run: '' is not what a training is called")]
    public void A_damaged_table_of_a_comparison_is_named(string file, string sound, string damaged, string what)
    {
        using var run = new SmallRun();
        run.AddComparison();
        var path = Path.Combine(run.Root, "segmentation", file);
        File.WriteAllText(path, File.ReadAllText(path).Replace(sound, damaged, StringComparison.Ordinal));
        Assert.That(() => RunReport.Write(run.Root), Throws.TypeOf<UserException>().With.Message.Contains(path).And.Message.Contains(what));
    }

    [TestCase("provenance.json", "{")]
    [TestCase("provenance.json", "[]")]
    [TestCase("communication.csv", "site,direction,kind,messages,bytes\na,to site,fakes,x,1\n")]
    [TestCase("losses.csv", "step,epoch,site,discriminator_real,discriminator_fake,gradient_penalty,adversarial,reconstruction,learning_rate\n1,1,a,x,0,0,0,0,0\n")]
    [TestCase("copying.csv", "epoch,site,part,images,correlation,l1\n1,a,training,2,x,0.5\n1,a,validation,2,0.5,0.5\n")]
    [TestCase("copying.csv", "epoch,site,part,images,correlation,l1\n1,a,training,2,0.5,?\n")]
    [TestCase("copying.csv", "epoch,site,part,images,correlation,l1\n,a,training,2,0.5,0.5\n")]
    [TestCase("communication.csv", "site,direction,kind,messages,bytes\na,to site,fakes,1,99999999999999999999\n")]
    [TestCase("losses.csv", "step,epoch,site,discriminator_real,discriminator_fake,gradient_penalty,adversarial,reconstruction,learning_rate\n1,1,a,0,0,0,NaN,0,0\n")]
    public void A_damaged_file_is_named(string file, string text)
    {
        using var run = new SmallRun();
        run.Write(file, text);
        var fault = Assert.Throws<UserException>(() => RunReport.Write(run.Root))!;
        Assert.That(fault.Message, Does.Contain(file).And.Contain("damaged"));
    }

    [Test]
    public void A_table_that_a_kill_left_within_a_line_is_mended_by_going_on([Values("losses.csv", "copying.csv")] string file, [Values] bool hasCheckpoint)
    {
        using var run = new SmallRun();
        if (hasCheckpoint)
        {
            run.AddCheckpoint(112, steps: 2000);
        }

        var path = Path.Combine(run.Root, file);
        File.AppendAllText(path, "113,1");
        var fault = Assert.Throws<UserException>(() => RunReport.Write(run.Root))!;
        Assert.That(fault.Message, Does.StartWith($"{path} ends within its line "));
        Assert.That(fault.Hint, hasCheckpoint ? Does.Contain($"asyndgan train --resume --out {ShellWord.Of(run.Root)} cuts it") : Does.Contain("restore it"));
    }

    [TestCase("samples/epoch-0009-b.png")]
    [TestCase("segmentation/dice.png")]
    public void A_picture_that_is_cut_is_named(string file)
    {
        using var run = new SmallRun();
        run.AddComparison();
        var path = Path.Combine(run.Root, file);
        var whole = File.ReadAllBytes(path);
        foreach (var kept in new[] { 0, 20, whole.Length / 2, whole.Length - 20 })
        {
            File.WriteAllBytes(path, whole[..kept]);
            var fault = Assert.Throws<UserException>(() => RunReport.Write(run.Root), $"{kept} bytes of {whole.Length}")!;
            Assert.That(fault.Message, Does.Contain(Path.GetFileName(file)));
            Assert.That(fault.Hint, Is.EqualTo("Delete it; the report then leaves it out."));
        }
    }

    [TestCase("samples/epoch-0009-b.png")]
    [TestCase("segmentation/dice.png")]
    [Platform("Linux,MacOsX")]
    public void A_picture_that_is_a_link_to_nothing_is_named(string file)
    {
        using var run = new SmallRun();
        run.AddComparison();
        var path = Path.Combine(run.Root, file);
        foreach (var target in new[] { "gone.png", path })
        {
            File.Delete(path);
            File.CreateSymbolicLink(path, target);
            var fault = Assert.Throws<UserException>(() => RunReport.Write(run.Root))!;
            Assert.That((fault.Message.StartsWith($"{path} cannot be read: ", StringComparison.Ordinal), fault.Hint), Is.EqualTo((true, "Delete it; the report then leaves it out.")));
        }
    }

    [Test]
    public void A_value_that_is_no_number_is_named_with_file_line_and_column()
    {
        using var run = new SmallRun();
        run.Write("copying.csv", "epoch,site,part,images,correlation,l1\n1,a,training,2,0.5,0.5\n1,a,validation,2,0..5,0.5\n");
        Assert.That(
            () => RunReport.Write(run.Root),
            Throws.TypeOf<UserException>().With.Message.Contains("copying.csv is damaged: line 3, column correlation: '0..5' is not a finite number"));
    }
}
