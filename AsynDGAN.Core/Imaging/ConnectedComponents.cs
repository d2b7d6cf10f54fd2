namespace AsynDGAN.Core.Imaging;

/// <summary>Objects from masks.</summary>
public static class ConnectedComponents
{
    /// <summary>Numbers the parts that are connected over sides (4 neighbours), from 1 in the order of their first pixels.</summary>
    public static InstanceMap Of(Mask mask)
    {
        var (height, width, labels) = (mask.Height, mask.Width, new int[mask.Values.Length]);
        var (number, pending) = (0, new Stack<int>());
        for (var start = 0; start < labels.Length; start++)
        {
            if (!mask.Values[start] || labels[start] > 0)
            {
                continue;
            }

            labels[start] = ++number;
            pending.Push(start);
            while (pending.TryPop(out var pixel))
            {
                var (row, column) = (pixel / width, pixel % width);
                Visit(row > 0, pixel - width);
                Visit(row < height - 1, pixel + width);
                Visit(column > 0, pixel - 1);
                Visit(column < width - 1, pixel + 1);
            }
        }

        return new InstanceMap(height, width, labels);

        void Visit(bool isThere, int pixel)
        {
            if (isThere && mask.Values[pixel] && labels[pixel] == 0)
            {
                labels[pixel] = number;
                pending.Push(pixel);
            }
        }
    }

    /// <summary>
    /// Lets objects grow over free pixels: a pixel joins where one of its 8 neighbours belongs to an object, the one of the
    /// smallest number where several do.
    /// </summary>
    /// <param name="within">Where they may grow.</param>
    /// <param name="steps">Pixels to grow at most.</param>
    public static InstanceMap Grow(InstanceMap objects, Mask within, int steps)
    {
        var (height, width, labels) = (objects.Height, objects.Width, objects.Labels);
        for (var step = 0; step < steps; step++)
        {
            var grown = (int[])labels.Clone();
            for (var i = 0; i < labels.Length; i++)
            {
                if (labels[i] == 0 && within.Values[i])
                {
                    grown[i] = Smallest(labels, i / width, i % width, height, width);
                }
            }

            labels = grown;
        }

        return new InstanceMap(height, width, labels);
    }

    private static int Smallest(int[] labels, int row, int column, int height, int width)
    {
        var smallest = 0;
        for (var y = Math.Max(0, row - 1); y <= Math.Min(height - 1, row + 1); y++)
        {
            for (var x = Math.Max(0, column - 1); x <= Math.Min(width - 1, column + 1); x++)
            {
                var label = labels[y * width + x];
                smallest = label > 0 && (smallest == 0 || label < smallest) ? label : smallest;
            }
        }

        return smallest;
    }
}
