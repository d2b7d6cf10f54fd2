using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Data.Sources;
using AsynDGAN.Core.Platform;

namespace AsynDGAN.Core.Data.Sites;

/// <summary>Which part each patient belongs to; a patient cannot be in two.</summary>
public sealed class PatientSplit
{
    private readonly SortedDictionary<string, DataPart> parts;

    internal PatientSplit(IEnumerable<KeyValuePair<string, DataPart>> parts) =>
        this.parts = new SortedDictionary<string, DataPart>(parts.ToDictionary(), StringComparer.Ordinal);

    /// <summary>Every patient's part, in name order.</summary>
    public IReadOnlyDictionary<string, DataPart> Parts => parts;

    /// <summary>
    /// Splits whole patients: as the source prescribes where it does, else by <c>data.split</c>.
    /// </summary>
    /// <remarks>
    /// By seed: of an institution's n patients round(n test_fraction) are test and round(n validation_fraction) validation
    /// patients, halves rounded up, but one at least is left for training (test is served first): one patient alone trains. A
    /// test_count is shared out in proportion to the institutions' patients, by largest remainders, under the same limit.
    /// By name: the same numbers for all institutions together; the first in name order are test, the next validation.
    /// </remarks>
    /// <exception cref="UserException">The options cannot be followed with these patients.</exception>
    public static PatientSplit Make(IReadOnlyList<ImageCase> cases, DataOptions options)
    {
        if (cases.Any(@case => @case.Part is not null))
        {
            if (options.Split == SplitMethod.File)
            {
                throw new UserException(
                    $"data.split is file, but the data themselves tell each patient's part, which counts; data.split_file {options.SplitFile} would be ignored",
                    "Leave data.split out, or take the parts out of the data (a manifest's column part).");
            }

            return new PatientSplit(cases.GroupBy(@case => @case.Patient)
                .Select(patient => KeyValuePair.Create(patient.Key, patient.First().Part ?? DataPart.Training)));
        }

        var patients = cases.GroupBy(@case => @case.Patient)
            .Select(patient => (Name: patient.Key, patient.First().Institution))
            .OrderBy(patient => patient.Name, StringComparer.Ordinal)
            .ToArray();
        if (options.Split == SplitMethod.File)
        {
            return new PatientSplit(SplitFile.Read(options.SplitFile, patients.Select(patient => patient.Name).ToArray(), options.Encoding));
        }

        CheckShares(options, patients.Length);
        return options.Split switch
        {
            SplitMethod.Seed => BySeed(patients, options),
            SplitMethod.ByName => ByName(patients.Select(patient => patient.Name).ToArray(), options),
            _ => throw new ArgumentOutOfRangeException(nameof(options), options.Split, "no such split"),
        };
    }

    private static void CheckShares(DataOptions options, int patients)
    {
        if (options.TestCount >= patients)
        {
            throw new UserException(
                $"too few patients: data.test_count is {options.TestCount} of {patients}, none is left for training",
                "Lower data.test_count.");
        }

        if (options.TestCount is null && options.TestFraction + options.ValidationFraction >= 1)
        {
            throw new UserException(
                $"data.test_fraction {options.TestFraction} and data.validation_fraction {options.ValidationFraction} "
                + "leave nothing for training",
                "Let their sum be below 1.");
        }
    }

    private static PatientSplit BySeed((string Name, string Institution)[] patients, DataOptions options)
    {
        var institutions = patients.GroupBy(patient => patient.Institution)
            .OrderBy(institution => institution.Key, StringComparer.Ordinal)
            .Select(institution => (Name: institution.Key, Patients: institution.Select(patient => patient.Name).ToArray()))
            .ToArray();
        var sizes = institutions.Select(institution => institution.Patients.Length).ToArray();
        var tests = options.TestCount is { } count
            ? Share(count, sizes)
            : sizes.Select(size => Rounded(size, options.TestFraction, size - 1)).ToArray();
        return new PatientSplit(institutions.SelectMany((institution, i) =>
        {
            var order = SplitMix64.For(options.SplitSeed, RandomPurpose.Split, institution.Name).Permutation(sizes[i]);
            return Assign(order.Select(k => institution.Patients[k]), tests[i], Validation(sizes[i], tests[i], options));
        }));
    }

    private static PatientSplit ByName(string[] names, DataOptions options)
    {
        var tests = options.TestCount ?? Rounded(names.Length, options.TestFraction, names.Length - 1);
        return new PatientSplit(Assign(names, tests, Validation(names.Length, tests, options)));
    }

    private static IEnumerable<KeyValuePair<string, DataPart>> Assign(IEnumerable<string> patients, int tests, int validations) =>
        patients.Select((patient, i) => KeyValuePair.Create(
            patient, i < tests ? DataPart.Test : i < tests + validations ? DataPart.Validation : DataPart.Training));

    private static int Validation(int patients, int tests, DataOptions options) =>
        Rounded(patients, options.ValidationFraction, patients - tests - 1);

    private static int Rounded(int patients, double fraction, int most) =>
        // In decimals, where 5 times 0.1 is a half and 15 times 0.1 one and a half.
        Math.Min(most, (int)Math.Round(patients * (decimal)fraction, MidpointRounding.AwayFromZero));

    /// <summary>Shares a number out in proportion to sizes; each keeps one at least where the number allows it.</summary>
    private static int[] Share(int number, int[] sizes)
    {
        var total = sizes.Sum();
        if (number > total - sizes.Length)
        {
            throw new UserException(
                $"too few patients: data.test_count {number} of {total} leaves no training patient to some of {sizes.Length} institutions",
                "Lower data.test_count.");
        }

        var shares = sizes.Select(size => Math.Min(size - 1, (int)((long)number * size / total))).ToArray();
        while (shares.Sum() < number)
        {
            // The one that is furthest below its exact share, the first on a tie.
            var next = Enumerable.Range(0, sizes.Length).Where(i => shares[i] < sizes[i] - 1)
                .MaxBy(i => (decimal)number * sizes[i] / total - shares[i]);
            shares[next]++;
        }

        return shares;
    }
}
