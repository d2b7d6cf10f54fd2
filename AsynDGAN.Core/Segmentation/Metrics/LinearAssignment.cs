namespace AsynDGAN.Core.Segmentation.Metrics;

/// <summary>The one-to-one assignment of rows to columns with the largest sum, by shortest augmenting paths (Kuhn 1955, Jonker and Volgenant 1987).</summary>
internal static class LinearAssignment
{
    /// <param name="values">[rows, columns]; as many columns as rows, or more.</param>
    /// <returns>The column of each row.</returns>
    public static int[] Maximise(double[,] values)
    {
        var (rows, columns) = (values.GetLength(0), values.GetLength(1));

        // The costs are the negated values; with these prices no cost less its row's and column's price is below zero. Row
        // and column 0 are none: column 0 stands for the row that is being placed.
        var (rowPrice, columnPrice) = (new double[rows + 1], new double[columns + 1]);
        var rowOf = new int[columns + 1];
        for (var row = 1; row <= rows; row++)
        {
            var (reach, before, visited) = (new double[columns + 1], new int[columns + 1], new bool[columns + 1]);
            Array.Fill(reach, double.PositiveInfinity);
            rowOf[0] = row;
            var at = 0;
            while (rowOf[at] != 0)
            {
                visited[at] = true;
                var (step, next) = (double.PositiveInfinity, 0);
                for (var column = 1; column <= columns; column++)
                {
                    if (visited[column])
                    {
                        continue;
                    }

                    var cost = -values[rowOf[at] - 1, column - 1] - rowPrice[rowOf[at]] - columnPrice[column];
                    if (cost < reach[column])
                    {
                        (reach[column], before[column]) = (cost, at);
                    }

                    if (reach[column] < step)
                    {
                        (step, next) = (reach[column], column);
                    }
                }

                for (var column = 0; column <= columns; column++)
                {
                    if (visited[column])
                    {
                        rowPrice[rowOf[column]] += step;
                        columnPrice[column] -= step;
                    }
                    else
                    {
                        reach[column] -= step;
                    }
                }

                at = next;
            }

            for (; at != 0; at = before[at])
            {
                rowOf[at] = rowOf[before[at]];
            }
        }

        var columnOf = new int[rows];
        for (var column = 1; column <= columns; column++)
        {
            if (rowOf[column] > 0)
            {
                columnOf[rowOf[column] - 1] = column - 1;
            }
        }

        return columnOf;
    }
}
