namespace AsynDGAN.Core.Segmentation.Metrics;

/// <summary>
/// The surface of a mask: its pixels with at least one face neighbour (4 in a picture, 6 in a volume) outside of the mask or of
/// the picture; in other words the mask without its erosion by a cross.
/// </summary>
internal static class MaskSurface
{
    /// <summary>Places in the volume's values, ascending.</summary>
    public static List<int> Of(BinaryVolume volume)
    {
        var axes = volume.Shape.Count;
        var strides = Enumerable.Range(0, axes).Select(volume.Stride).ToArray();
        var lengths = volume.Shape.ToArray();
        var surface = new List<int>();
        for (var i = 0; i < volume.Values.Length; i++)
        {
            if (!volume.Values[i])
            {
                continue;
            }

            for (var axis = 0; axis < axes; axis++)
            {
                var coordinate = i / strides[axis] % lengths[axis];
                if (coordinate == 0 || coordinate == lengths[axis] - 1
                    || !volume.Values[i - strides[axis]] || !volume.Values[i + strides[axis]])
                {
                    surface.Add(i);
                    break;
                }
            }
        }

        return surface;
    }
}
