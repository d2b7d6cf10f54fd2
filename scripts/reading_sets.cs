#:project ../AsynDGAN.Core/AsynDGAN.Core.csproj
#:property PublishAot=false
#:property NoWarn=CS1591

// Writes two made-up data sets of the sizes and layouts of real ones, to measure what reading takes: nuclei of the Data
// Science Bowl (664 pictures in colour, a file a nucleus) and brain MRI (110 patients, 3,929 slices of three channels).
// dotnet run scripts/reading_sets.cs FOLDER
using AsynDGAN.Core.Imaging;

var folder = args[0];
Dsb2018(Path.Combine(folder, "dsb2018"));
LggMri(Path.Combine(folder, "lgg-mri"));

static void Dsb2018(string root)
{
    (int Height, int Width, int Pictures)[] sizes =
        [(256, 256, 334), (256, 320, 112), (520, 696, 92), (360, 360, 91), (1024, 1024, 16), (512, 640, 13), (1040, 1388, 6)];
    var pictures = sizes.SelectMany(size => Enumerable.Repeat((size.Height, size.Width), size.Pictures)).ToArray();
    Directory.CreateDirectory(root);
    File.WriteAllLines(Path.Combine(root, "sites.csv"), pictures.Select((_, i) => $"{Name(i)},site-{i % 4}").Prepend("image_id,site"));
    Parallel.For(0, pictures.Length, i =>
    {
        var (height, width) = pictures[i];
        var random = new Random(i);
        var folder = Path.Combine(root, "stage1_train", Name(i));
        Directory.CreateDirectory(Path.Combine(folder, "images"));
        Directory.CreateDirectory(Path.Combine(folder, "masks"));
        var values = Noise(random, height * width * 3, 30);
        var nuclei = Math.Clamp(height * width / 3000, 15, 120);
        for (var nucleus = 0; nucleus < nuclei; nucleus++)
        {
            var mask = new ushort[height * width];
            Disc(mask, height, width, random, 4, 12, at =>
            {
                mask[at] = 255;
                values.AsSpan(3 * at, 3).Fill((ushort)(120 + values[3 * at]));
            });
            PngFile.Write(new PixelArray(height, width, 1, 8, mask), Path.Combine(folder, "masks", $"{nucleus:D3}.png"));
        }

        PngFile.Write(new PixelArray(height, width, 3, 8, values), Path.Combine(folder, "images", $"{Name(i)}.png"));
    });

    static string Name(int picture) => $"picture-{picture:D3}";
}

static void LggMri(string root)
{
    const int Patients = 110, AllSlices = 3929, Side = 256;
    string[] institutions = ["CS", "DU", "FG", "HT"];
    Parallel.For(0, Patients, patient =>
    {
        var random = new Random(patient);
        var name = $"TCGA_{institutions[patient % institutions.Length]}_{patient:D4}_19990101";
        var folder = Path.Combine(root, name);
        Directory.CreateDirectory(folder);
        var slices = AllSlices / Patients + (patient < AllSlices % Patients ? 1 : 0);
        for (var slice = 1; slice <= slices; slice++)
        {
            var (values, mask) = (new ushort[Side * Side * 3], new ushort[Side * Side]);
            var radius = 100 * Math.Sqrt(1 - Math.Pow(2.0 * slice / (slices + 1) - 1, 2));
            for (var at = 0; at < mask.Length; at++)
            {
                if (Math.Pow(at / Side - 128, 2) + Math.Pow(at % Side - 128, 2) < radius * radius)
                {
                    values.AsSpan(3 * at, 3).Fill((ushort)(80 + random.Next(40)));
                }
            }

            // A third of the slices meets the tumour, as there.
            if (Math.Abs(3 * slice - 1.5 * slices) < 0.5 * slices)
            {
                for (var at = 0; at < mask.Length; at++)
                {
                    if (Math.Pow(at / Side - 110, 2) + Math.Pow(at % Side - 150, 2) < 400)
                    {
                        mask[at] = 255;
                        values[3 * at + 1] = 200;
                    }
                }
            }

            Tiff(new PixelArray(Side, Side, 3, 8, values), Path.Combine(folder, $"{name}_{slice}.tif"));
            Tiff(new PixelArray(Side, Side, 1, 8, mask), Path.Combine(folder, $"{name}_{slice}_mask.tif"));
        }
    });
}

static void Tiff(PixelArray pixels, string path)
{
    using var file = File.Create(path);
    TiffFile.Write(pixels, file);
}

static ushort[] Noise(Random random, int count, int most)
{
    var values = new ushort[count];
    for (var i = 0; i < count; i++)
    {
        values[i] = (ushort)random.Next(most);
    }

    return values;
}

static void Disc(ushort[] mask, int height, int width, Random random, int smallest, int largest, Action<int> paint)
{
    var (radius, row, column) = (random.Next(smallest, largest), random.Next(height), random.Next(width));
    for (var y = Math.Max(0, row - radius); y < Math.Min(height, row + radius); y++)
    {
        for (var x = Math.Max(0, column - radius); x < Math.Min(width, column + radius); x++)
        {
            if ((y - row) * (y - row) + (x - column) * (x - column) < radius * radius)
            {
                paint(y * width + x);
            }
        }
    }
}
