using AsynDGAN.Core.Platform;
using AsynDGAN.Core.Segmentation.Metrics;

namespace AsynDGAN.Tests.Segmentation.Metrics;

public class LinearAssignmentTests
{
    [Test]
    public void The_sum_is_the_largest_of_all_assignments()
    {
        var random = SplitMix64.For(1, RandomPurpose.Bootstrap);
        for (var trial = 0; trial < 300; trial++)
        {
            var rows = 1 + random.Below(5);
            var columns = rows + random.Below(3);
            var values = new double[rows, columns];
            for (var i = 0; i < rows * columns; i++)
            {
                values[i / columns, i % columns] = random.NextDouble() < 0.4 ? 0 : random.NextDouble();
            }

            var got = LinearAssignment.Maximise(values);

            Assert.That(got, Is.Unique);
            Assert.That(got.Select((column, row) => values[row, column]).Sum(), Is.EqualTo(Largest(values, 0, [])).Within(1e-12));
        }
    }

    [Test]
    public void Nothing_to_assign_is_no_fault() => Assert.That(LinearAssignment.Maximise(new double[0, 0]), Is.Empty);

    private static double Largest(double[,] values, int row, HashSet<int> taken)
    {
        return row == values.GetLength(0)
            ? 0
            : Enumerable.Range(0, values.GetLength(1)).Where(column => !taken.Contains(column))
                .Max(column => values[row, column] + Largest(values, row + 1, [.. taken, column]));
    }
}
