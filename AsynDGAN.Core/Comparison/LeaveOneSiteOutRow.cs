namespace AsynDGAN.Core.Comparison;

/// <summary>A row of the comparison on the patients of one site, or the mean of the sites: a line of leave-one-site-out.csv.</summary>
/// <param name="Site">The site whose patients are tested; <see cref="LeaveOneSiteOutTable.Mean"/> for the mean.</param>
/// <param name="Row">The row's name in the tables.</param>
/// <param name="Without">Whether its network was trained without the site.</param>
/// <param name="Patients">Patients of the tested part; of a mean, all sites'.</param>
/// <param name="Dice">On kept slices, mean over them; of a mean, mean of the sites' means.</param>
/// <param name="DiceLow">Lower end of its 95% interval; undefined for few patients, and of a mean.</param>
/// <param name="DiceHigh">Upper end.</param>
/// <param name="AllPatients">All patients of the site; 0 where the network was trained on some of them.</param>
/// <param name="AllDice">As <paramref name="Dice"/>, over all of them; undefined there.</param>
/// <param name="AllDiceLow">Likewise.</param>
/// <param name="AllDiceHigh">Likewise.</param>
public sealed record LeaveOneSiteOutRow(
    string Site, string Row, bool Without, int Patients, double Dice, double? DiceLow, double? DiceHigh, int AllPatients, double? AllDice, double? AllDiceLow, double? AllDiceHigh);
