using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using AsynDGAN.Core.Configuration;

namespace AsynDGAN.Core.Data.Sites;

/// <summary>
/// What the opaque numbers of a site's patients and samples are drawn from. They cross the boundary and stand in released
/// sets, so they must not follow the order of the names: whoever has a list of a hospital's patients would know them all.
/// That holds for who has a set alone. Which samples an exchange takes follows from the seed over places in the order of the names,
/// whatever the key, so that a centre that knows the seed and the list can follow whose conditions come.
/// </summary>
internal sealed class SiteKey
{
    private const int MaxBytes = 1 << 20;

    private readonly byte[] secret;

    private SiteKey(byte[] secret) => this.secret = secret;

    /// <summary>The bytes of <c>sites.key_file</c>; without one the run's seed, which is no secret.</summary>
    /// <exception cref="UserException">The file is missing, empty, far too large or cannot be read.</exception>
    public static SiteKey Of(Experiment experiment) =>
        new(experiment.Sites.KeyFile is { } path ? Read(path) : Encoding.UTF8.GetBytes(FormattableString.Invariant($"seed {experiment.Seed}")));

    /// <summary>Tells two keys apart, and gives neither away.</summary>
    public string Digest => Code("run", "digest", 0);

    /// <summary>A number for each of a site's patients or samples: those of 0 .. count - 1 in an order that the key alone gives (by HMAC-SHA256).</summary>
    /// <param name="site">The site's name: every site has an order of its own.</param>
    /// <param name="what">Patients or samples.</param>
    /// <param name="count">How many.</param>
    public int[] Numbers(string site, string what, int count)
    {
        var order = Enumerable.Range(0, count).OrderBy(i => Code(site, what, i), StringComparer.Ordinal);
        var numbers = new int[count];
        foreach (var (number, i) in order.Index())
        {
            numbers[i] = number;
        }

        return numbers;
    }

    private string Code(string site, string what, int i) => Convert.ToHexStringLower(HMACSHA256.HashData(
        secret, Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{what} {i} of {site}"))));

    private static byte[] Read(string path)
    {
        const string Hint = "Name a file whose bytes are the secret, such as one made by: head -c 32 /dev/urandom > site.key; or leave sites.key_file out.";
        try
        {
            var file = new FileInfo(path);
            if (!file.Exists)
            {
                var what = Directory.Exists(path) ? "is a folder" : "does not exist";
                throw new UserException($"sites.key_file: {path} {what} ({file.FullName}){GivenPath.Hint(path)}", Hint);
            }

            return file.Length switch
            {
                _ when GivenPath.IsEmpty(path) => throw new UserException($"sites.key_file: {path} is empty ({file.FullName})", Hint),
                > MaxBytes => throw new UserException($"sites.key_file: {path} has {file.Length} bytes, too many for a key ({file.FullName})", Hint),
                _ => File.ReadAllBytes(path),
            };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new UserException($"sites.key_file: {path} cannot be read: {e.Message}", Hint);
        }
    }
}
