#:project ../AsynDGAN.Core/AsynDGAN.Core.csproj
#:property PublishAot=false
#:property NoWarn=CS1591

// Writes what audits found beside what the drawings of the same trainings are worth: privacy.md and privacy.png.
// dotnet run scripts/privacy_table.cs FOLDER TERM=AUDIT.JSON ...
// FOLDER has the comparison's segmentation/table.csv with a row "TERM, new masks" of each.
using System.Globalization;
using System.Text.Json;
using AsynDGAN.Core.Figures;

var folder = args[0];

// The row's name is the one column with quotes and commas in it.
var table = File.ReadAllLines(Path.Combine(folder, "segmentation", "table.csv"));
var column = Array.IndexOf(table[0].Split(','), "dice_per_slice");
var dice = table.Skip(1).Select(line => line.StartsWith('"') ? line[1..].Split("\",", 2) : line.Split(',', 2))
    .ToDictionary(row => row[0], row => double.Parse(row[1].Split(',')[column - 1], CultureInfo.InvariantCulture));
var real = dice["Real-All"];
(string Title, string Key)[] columns =
[
    ("PSNR of the best attack, dB", "inversion.psnr"), ("of its drawings", "inversion.drawn_psnr"), ("retrieval of the best attack", "inversion.retrieval"),
    ("of its drawings", "inversion.drawn_retrieval"), ("chance", "inversion.chance"), ("membership by the adversarial loss, AUC", "membership.adversarial_auc"),
    ("by the nearest drawing", "membership.nearest_auc"), ("near-copies, own masks", "memorisation.own_near_copies"), ("new masks", "memorisation.new_near_copies"),
];
var lines = new List<string>
{
    $"| reconstruction | Dice per slice, mixed masks | of Real-All | {string.Join(" | ", columns.Select(shown => shown.Title))} |",
    $"|---|---|---|{string.Concat(columns.Select(_ => "---|"))}",
    $"| Real-All | {N(real)} | |{string.Concat(columns.Select(_ => " |"))}",
};
var points = new List<PlotLine>();
foreach (var (term, path) in args.Skip(1).Select(text => text.Split('=', 2)).Select(parts => (parts[0], parts[1])))
{
    using var audit = JsonDocument.Parse(File.ReadAllText(path));
    var figures = audit.RootElement.GetProperty("figures");
    double? Figure(string key) => figures.TryGetProperty(key, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetDouble() : null;
    var own = dice[$"{term}, new masks"];
    lines.Add($"| {term} | {N(own)} | {N(own / real)} | {string.Join(" | ", columns.Select(shown => N(Figure(shown.Key))))} |");
    points.Add(new PlotLine($"{term}: the best attack", [Figure("inversion.retrieval") ?? double.NaN], [own]));
    points.Add(new PlotLine($"{term}: its drawings", [Figure("inversion.drawn_retrieval") ?? double.NaN], [own]));
}

File.WriteAllLines(Path.Combine(folder, "privacy.md"), lines);
File.WriteAllBytes(Path.Combine(folder, "privacy.png"), LinePlot.Render("Dice per slice", "retrieval among 100", points));
Console.WriteLine(string.Join('\n', lines));

static string N(double? value) => value?.ToString("0.000", CultureInfo.InvariantCulture) ?? "";
