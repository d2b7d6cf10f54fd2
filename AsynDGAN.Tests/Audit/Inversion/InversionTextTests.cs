using AsynDGAN.Core.Audit.Inversion;
using AsynDGAN.Core.Configuration;

namespace AsynDGAN.Tests.Audit.Inversion;

public class InversionTextTests
{
    [Test]
    public void Patients_are_those_of_each_attack_and_not_of_all_together()
    {
        Assert.That(Tried(("bisection", ["a", "b"]), ("honest", ["c", "d"])), Does.StartWith("2 attacks, each on 2 training patients,"));
        Assert.That(Tried(("bisection", ["a", "b"]), ("honest", ["a", "b", "c", "d"])), Does.StartWith("2 attacks, each on 2 to 4 training patients,"));
        Assert.That(Tried(("bisection", ["a", "b", "c"])), Does.StartWith("One attack on 3 training patients,"));
    }

    private static string Tried(params (string Attack, string[] Patients)[] attacks) => InversionText.Of(
        new Experiment(), attacks.ToDictionary(attack => attack.Attack, attack => attack.Attack), undone: [],
        [
            .. attacks.SelectMany(attack => attack.Patients.Select(patient => new RecoveredImage(
                "run", attack.Attack, 8, patient, IsHeldOut: false, 3, Exact: 0, new Likeness(30, 1, IsPicked: true), new Likeness(20, 0.5, IsPicked: false)))),
        ],
        sheets: []).Tried;
}
