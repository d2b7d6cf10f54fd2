using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Data.Batches;
using AsynDGAN.Core.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace AsynDGAN.Tests.Data.Batches;

public class SiteChannelsTests
{
    private const int Size = 16;

    [Test]
    public void The_own_sites_channel_shows_where_no_mask_is()
    {
        using var scope = NewDisposeScope();
        var masks = Masks();
        var named = SiteChannels.Of(masks, tensor(new[] { false, true, false }).unsqueeze(0));
        Assert.That(named.shape, Is.EqualTo(new long[] { 1, 3, Size, Size }));
        Assert.That(named[0, 0].Equals(-ones(Size, Size)) && named[0, 2].Equals(-ones(Size, Size)));
        Assert.That(named[0, 1].Equals(where((masks[0, 0] > 0) | (masks[0, 1] > 0), -1f, 1f)));
    }

    [Test]
    public void Instance_norm_leaves_them_but_would_erase_a_channel_that_is_the_same_everywhere()
    {
        using var scope = NewDisposeScope();
        using var random = new Generator(1);
        using var generator = GeneratorFactory.Create(new GeneratorOptions { Blocks = 1, Filters = 4 }, 4, 1, random);
        var masks = Masks();
        Tensor Drawn(bool first, Func<Tensor, Tensor> channels) => generator.call(cat([masks, channels(tensor(new[] { first, !first }).unsqueeze(0))], 1));
        float Difference(Func<Tensor, Tensor> channels) => (Drawn(true, channels) - Drawn(false, channels)).abs().max().ToSingle();
        Assert.That(Difference(own => SiteChannels.Of(masks, own)), Is.GreaterThan(0.01));
        Assert.That(Difference(own => SiteChannels.Of(-ones(1, 1, Size, Size), own)), Is.LessThan(1e-5));
    }

    private static Tensor Masks()
    {
        var masks = -ones(1, 2, Size, Size);
        masks[0, 0].narrow(0, 3, 6).narrow(1, 2, 5).fill_(1);
        masks[0, 1].narrow(0, 7, 6).narrow(1, 5, 7).fill_(1);
        return masks;
    }
}
