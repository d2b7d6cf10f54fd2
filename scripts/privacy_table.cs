#:project ../AsynDGAN.Core/AsynDGAN.Core.csproj
#:property PublishAot=false
#:property NoWarn=CS1591

// Writes what audits found beside what the drawings of the same trainings are worth: privacy.md and privacy.png.
// dotnet run scripts/privacy_table.cs FOLDER TERM ...
// FOLDER has the comparison's segmentation/table.csv with a row "TERM, new masks" of each, and each TERM's audits in
// TERM/audit-any/audit.json and TERM/audit-in-order/audit.json.
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
const string Any = "any", InOrder = "in-order";
(string Title, string Questions, string Key)[] columns =
[
    ("PSNR of the best attack, dB", Any, "inversion.psnr"), ("of its drawings", Any, "inversion.drawn_psnr"),
    ("retrieval of the best attack", Any, "inversion.retrieval"), ("of its drawings", Any, "inversion.drawn_retrieval"),
    ("retrieval in order", InOrder, "inversion.retrieval"), ("of its drawings", InOrder, "inversion.drawn_retrieval"), ("chance", Any, "inversion.chance"),
    ("membership by the adversarial loss, AUC", Any, "membership.adversarial_auc"), ("by the nearest drawing", Any, "membership.nearest_auc"),
    ("near-copies, own masks", Any, "memorisation.own_near_copies"), ("new masks", Any, "memorisation.new_near_copies"),
];
var lines = new List<string>
{
    $"| reconstruction | Dice per slice, mixed masks | of Real-All | {string.Join(" | ", columns.Select(shown => shown.Title))} |",
    $"|---|---|---|{string.Concat(columns.Select(_ => "---|"))}",
    $"| Real-All | {N(real)} | |{string.Concat(columns.Select(_ => " |"))}",
};
var terms = new List<(string Term, double Dice, double?[] Retrieval)>();
foreach (var term in args.Skip(1))
{
    var audits = new[] { Any, InOrder }.ToDictionary(questions => questions, questions => FiguresOf(Path.Combine(folder, term, $"audit-{questions}", "audit.json")));
    double? Figure(string questions, string key) => audits[questions].TryGetValue(key, out var value) ? value : null;
    var own = dice[$"{term}, new masks"];
    lines.Add($"| {term} | {N(own)} | {N(own / real)} | {string.Join(" | ", columns.Select(shown => N(Figure(shown.Questions, shown.Key))))} |");
    terms.Add((term, own, [Figure(Any, "inversion.retrieval"), Figure(InOrder, "inversion.retrieval"), Figure(Any, "inversion.drawn_retrieval")]));
}

File.WriteAllLines(Path.Combine(folder, "privacy.md"), lines);

// A line a kind: its points are the terms, from the one with the highest Dice down.
var ordered = terms.OrderByDescending(term => term.Dice).ToList();
var kinds = new[] { "best attack, any question", "best attack, in order", "drawings" }.Select((kind, i) =>
    new PlotLine(kind, [.. ordered.Select(term => term.Retrieval[i] ?? double.NaN)], [.. ordered.Select(term => term.Dice)]));
File.WriteAllBytes(Path.Combine(folder, "privacy.png"), LinePlot.Render("Dice per slice, mixed masks", "retrieval among 100", [.. kinds]));
Console.WriteLine(string.Join('\n', lines));

static string N(double? value) => value?.ToString("0.000", CultureInfo.InvariantCulture) ?? "";

static Dictionary<string, double> FiguresOf(string path)
{
    using var audit = JsonDocument.Parse(File.ReadAllText(path));
    return audit.RootElement.GetProperty("figures").EnumerateObject().Where(figure => figure.Value.ValueKind == JsonValueKind.Number)
        .ToDictionary(figure => figure.Name, figure => figure.Value.GetDouble());
}
