using AsynDGAN.Core.Data.Batches;
using FsCheck;
using FsCheck.Fluent;

namespace AsynDGAN.Tests.Data.Batches;

public class BatchOrderTests
{
    private static readonly Gen<(int Count, int Batch, int Seed)> settings =
        from count in Gen.Choose(1, 40)
        from batch in Gen.Choose(1, 12)
        from seed in Gen.Choose(0, 1000)
        select (count, batch, seed);

    [Test]
    public void Whole_passes_take_every_sample_equally_often() =>
        Prop.ForAll(Arb.From(settings), setting =>
        {
            var (count, batch, seed) = setting;

            // As many exchanges as samples take every sample batch times.
            var taken = Enumerable.Range(0, count).SelectMany(exchange => new BatchOrder(seed, "A", count).Indices(batch, exchange));
            return taken.GroupBy(index => index).All(index => index.Count() == batch && index.Key >= 0 && index.Key < count);
        }).QuickCheckThrowOnFailure();

    [Test]
    public void No_pass_repeats_a_sample() =>
        Prop.ForAll(Arb.From(settings), setting =>
        {
            var (count, batch, seed) = setting;
            var stream = Enumerable.Range(0, count).SelectMany(exchange => new BatchOrder(seed, "A", count).Indices(batch, exchange));
            return stream.Chunk(count).All(pass => pass.Distinct().Count() == pass.Length);
        }).QuickCheckThrowOnFailure();

    [Test]
    public void An_exchange_does_not_depend_on_earlier_ones() =>
        Prop.ForAll(Arb.From(settings), setting =>
        {
            var (count, batch, seed) = setting;
            var forward = Enumerable.Range(0, 9).Select(exchange => new BatchOrder(seed, "A", count).Indices(batch, exchange)).ToArray();
            var backward = Enumerable.Range(0, 9).Reverse().Select(exchange => new BatchOrder(seed, "A", count).Indices(batch, exchange)).ToArray();
            return forward.Zip(backward.Reverse()).All(pair => pair.First.SequenceEqual(pair.Second));
        }).QuickCheckThrowOnFailure();

    [Test]
    public void The_batch_size_cuts_one_and_the_same_stream() =>
        Assert.That(
            Enumerable.Range(0, 6).SelectMany(exchange => new BatchOrder(1, "A", 7).Indices(5, exchange)),
            Is.EqualTo(Enumerable.Range(0, 30).SelectMany(exchange => new BatchOrder(1, "A", 7).Indices(1, exchange))));

    [Test]
    public void Passes_sites_and_seeds_have_orders_of_their_own()
    {
        int[] Pass(int seed, string site, int pass) => new BatchOrder(seed, site, 20).Indices(20, pass);
        Assert.That(
            new[] { Pass(1, "A", 0), Pass(1, "A", 1), Pass(1, "B", 0), Pass(2, "A", 0) }.Select(order => string.Join(' ', order)),
            Is.Unique);
    }
}
