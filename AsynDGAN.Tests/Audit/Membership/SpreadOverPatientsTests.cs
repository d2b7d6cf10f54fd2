using AsynDGAN.Core.Audit.Membership;

namespace AsynDGAN.Tests.Audit.Membership;

public class SpreadOverPatientsTests
{
    private static readonly (string Patient, string Name)[] images =
        [.. Enumerable.Range(0, 40).Select(i => ($"p{i % 7 % 5}", $"slice {i:00}"))];

    [Test]
    public void Each_patient_gives_a_few_and_none_a_second_before_all_have_given_one()
    {
        var all = SpreadOverPatients.Of(images, perPatient: 3, atMost: 100, seed: 1);
        Assert.That(Counts(all), Is.EqualTo(new[] { 3, 3, 3, 3, 3 }));
        Assert.That(all, Is.Unique);
        Assert.That(Counts(SpreadOverPatients.Of(images, 3, atMost: 7, seed: 1)), Is.EquivalentTo(new[] { 1, 1, 1, 2, 2 }));
    }

    [Test]
    public void The_choice_is_the_seeds_and_the_names_and_not_the_orders()
    {
        var chosen = Names(images, seed: 1);
        Assert.That(Names([.. images.Reverse()], seed: 1), Is.EqualTo(chosen));
        Assert.That(Names(images, seed: 2), Is.Not.EqualTo(chosen));
    }

    [Test]
    public void Of_more_patients_than_images_one_of_each_hospital_is_among_the_chosen()
    {
        (string, string)[] of = [.. Enumerable.Range(0, 60).Select(i => ($"p{i:00}", "slice"))];
        string[] sites = [.. Enumerable.Range(0, 60).Select(i => i < 55 ? "large" : $"small {i}")];
        foreach (var seed in Enumerable.Range(1, 5))
        {
            var chosen = SpreadOverPatients.Of(of, 4, atMost: 10, seed, sites);
            Assert.That(chosen, Has.Length.EqualTo(10).And.Unique);
            Assert.That(chosen.Select(position => sites[position]).Distinct().Count(), Is.EqualTo(6));
            Assert.That(SpreadOverPatients.Of(of, 4, atMost: 60, seed, sites), Is.EqualTo(SpreadOverPatients.Of(of, 4, atMost: 60, seed)), "all are chosen");
        }
    }

    private static string[] Names((string Patient, string Name)[] of, int seed) => [.. SpreadOverPatients.Of(of, 2, 8, seed).Select(position => of[position].Name)];

    private static List<int> Counts(int[] positions) => [.. positions.GroupBy(position => images[position].Patient).Select(patient => patient.Count())];
}
