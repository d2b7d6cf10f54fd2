using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Networks;
using AsynDGAN.Core.Networks.Convolutions;
using AsynDGAN.Core.Networks.WeightFiles;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AsynDGAN.Tests.Networks;

public class FusedAdamTests
{
    // Odd lengths beside the vector registers', and one that several threads share.
    private static readonly long[] Lengths = [1, 7, 33, 100_003];

    [Test]
    public void Steps_are_those_of_the_paper_at_every_learning_rate([Values(0, 0.5, 0.9)] double beta1, [Values(0.9, 0.999)] double beta2)
    {
        using var scope = NewDisposeScope();
        using var random = new Generator(1);
        using var network = new Parameters(Lengths, random);
        using var adam = new FusedAdam(network, beta1, beta2);
        var byHand = network.All.Select(p => new Float64Adam(p, beta1, beta2)).ToArray();
        foreach (var rate in new[] { 0.01, 0.01, 0.003, 0, 0.1, 1e-7 })
        {
            adam.ZeroGrad();
            foreach (var (parameter, expected) in network.All.Zip(byHand))
            {
                parameter.grad = randn(parameter.shape, generator: random) * 0.1;
                expected.Step(parameter.grad, rate);
            }

            adam.Step(rate);
            foreach (var (kept, expected) in adam.Moments.Zip(byHand))
            {
                TensorAssert.IsClose(kept.Parameter, expected.Parameter, 1e-6, 1e-6, $"{kept.Name} at {rate}");
                TensorAssert.IsClose(kept.ExpAvg, expected.Mean, 1e-6, 1e-7, $"the mean of {kept.Name} at {rate}");
                TensorAssert.IsClose(kept.ExpAvgSq, expected.Square, 1e-6, 1e-10, $"the square of {kept.Name} at {rate}");
            }
        }
    }

    [Test]
    public void A_parameter_without_a_gradient_is_left_alone_and_its_steps_are_not_counted()
    {
        using var scope = NewDisposeScope();
        using var random = new Generator(2);
        using var network = new Parameters([5, 5], random);
        using var adam = new FusedAdam(network, 0.5, 0.9);
        Float64Adam[] byHand = [.. network.All.Select(p => new Float64Adam(p, 0.5, 0.9))];
        foreach (int[] learning in new int[][] { [0, 1], [1], [], [1], [0, 1] })
        {
            adam.ZeroGrad();
            foreach (var index in learning)
            {
                network.All[index].grad = randn(5, generator: random);
                byHand[index].Step(network.All[index].grad!, 0.01);
            }

            adam.Step(0.01);
        }

        Assert.That(adam.Moments.Select(m => m.Step.item<float>()), Is.EqualTo(new float[] { 2, 4 }));
        foreach (var (parameter, expected) in network.All.Zip(byHand))
        {
            TensorAssert.IsClose(parameter, expected.Parameter, 1e-6, 1e-6, $"{expected.Steps} steps");
        }
    }

    [Test]
    public void A_gradient_that_is_taken_away_does_not_reach_the_next_step()
    {
        using var scope = NewDisposeScope();
        using var network = new PlainConvolution(new(1, 1, 1));
        using var adam = new FusedAdam(network);
        var input = ones(1, 1, 2, 2);
        network.call(input).sum().backward();
        adam.ZeroGrad();
        Assert.That(network.parameters().Select(p => p.grad), Is.All.Null);
        network.call(input).sum().backward();
        Assert.That(network.get_parameter("weight")!.grad!.item<float>(), Is.EqualTo(4), "of one pass");
    }

    [Test]
    public void Bits_do_not_depend_on_the_number_of_threads()
    {
        using var scope = NewDisposeScope();
        var threads = get_num_threads();
        try
        {
            var (one, two) = (AfterThreeSteps(1), AfterThreeSteps(2));
            foreach (var (name, value) in one)
            {
                TensorAssert.AreEqual(two[name], value, name);
            }
        }
        finally
        {
            set_num_threads(threads);
        }
    }

    /// <summary>Several sites learn at once, and the garbage collector comes at any time.</summary>
    [Test]
    public void Optimizers_on_threads_of_their_own_step_side_by_side_under_garbage_collection()
    {
        using var scope = NewDisposeScope();
        var expected = ManySteps();
        using var done = new CancellationTokenSource();
        var collector = Task.Run(() =>
        {
            while (!done.IsCancellationRequested)
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
            }
        });
        try
        {
            var workers = Enumerable.Range(0, 3).Select(_ => Task.Factory.StartNew(ManySteps, TaskCreationOptions.LongRunning));
            Assert.That(Task.WhenAll(workers).GetAwaiter().GetResult(), Is.All.EqualTo(expected));
        }
        finally
        {
            done.Cancel();
            collector.Wait();
        }
    }

    [Test]
    public void Steps_and_the_end_leave_no_tensors_behind()
    {
        using var network = new PixelDiscriminator(1, 2, Norm.Batch);
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        using (var adam = new FusedAdam(network))
        {
            var held = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
            for (var step = 0; step < 2; step++)
            {
                using var scope = NewDisposeScope();
                network.call(rand(2, 1, 3, 3)).sum().backward();
                adam.Step(0.1);
                adam.ZeroGrad();
            }

            Assert.That(DisposeScopeManager.Statistics.ThreadTotalLiveCount, Is.EqualTo(held));
        }

        Assert.That(DisposeScopeManager.Statistics.ThreadTotalLiveCount, Is.EqualTo(before));
    }

    /// <summary>Files of earlier versions were written from TorchSharp's own Adam.</summary>
    [Test]
    public void A_file_of_TorchSharps_Adam_goes_on_as_it_would_have()
    {
        using var scope = NewDisposeScope();
        using var folder = new TemporaryFolder();
        using var random = new Generator(3);
        using var before = new Parameters([3, 40], random);
        var earlier = optim.Adam(before.parameters(), 0.01, 0.5, 0.99);
        Learn(before, () => earlier.step(), steps: 3, seed: 4);
        var path = folder.Join("earlier.safetensors");
        var state = before.state_dict().ToDictionary(t => "network/" + t.Key, t => t.Value);
        foreach (var (name, kept) in before.named_parameters().Select(p => p.name).Zip(earlier.state_dict().State.Cast<Adam.State>()))
        {
            state[$"adam/{name}/exp_avg"] = kept.exp_avg;
            state[$"adam/{name}/exp_avg_sq"] = kept.exp_avg_sq;
            state[$"adam/{name}/step"] = tensor(kept.step);
        }

        SafetensorsFile.Write(path, state);

        using var after = new Parameters([3, 40], random);
        using var adam = new FusedAdam(after, 0.5, 0.99);
        NetworkState.Load(path, after, adam, average: null);
        Assert.That(adam.Moments.Select(m => m.Step.item<float>()), Is.All.EqualTo(3));
        Learn(before, () => earlier.step(), steps: 3, seed: 5);
        Learn(after, () => adam.Step(0.01), steps: 3, seed: 5);
        foreach (var (kept, was) in adam.Moments.Zip(before.All))
        {
            TensorAssert.IsClose(kept.Parameter, was, 1e-6, 1e-6, kept.Name);
        }

        NetworkState.Save(path, after, adam, average: null);
        var written = SafetensorsFile.Read(path).Tensors;
        Assert.That(written.Keys, Is.EquivalentTo(state.Keys));
        Assert.That(written["adam/p0/step"].dtype, Is.EqualTo(int64));
        Assert.That(written["adam/p0/step"].item<long>(), Is.EqualTo(6));
    }

    private static void Learn(Parameters network, Action step, int steps, int seed)
    {
        using var random = new Generator((ulong)seed);
        for (var i = 0; i < steps; i++)
        {
            foreach (var parameter in network.All)
            {
                parameter.grad = randn(parameter.shape, generator: random);
            }

            step();
        }
    }

    private static Dictionary<string, Tensor> AfterThreeSteps(int threads)
    {
        set_num_threads(threads);
        using var random = new Generator(6);
        using var network = new Parameters(Lengths, random);
        using var adam = new FusedAdam(network);
        Learn(network, () => adam.Step(0.01), steps: 3, seed: 7);
        return adam.Moments.SelectMany(m => new[] { (m.Name, (Tensor)m.Parameter), (m.Name + "/mean", m.ExpAvg), (m.Name + "/square", m.ExpAvgSq) })
            .ToDictionary(t => t.Item1, t => t.Item2.detach().clone());
    }

    private static float[] ManySteps()
    {
        using var scope = NewDisposeScope();
        using var random = new Generator(8);
        using var network = new Parameters([3, 40, 5], random);
        using var adam = new FusedAdam(network);
        Learn(network, () => adam.Step(0.001), steps: 300, seed: 9);
        return cat([.. network.All]).detach().data<float>().ToArray();
    }

    /// <summary>Parameters p0, p1 and so on, drawn at random.</summary>
    private sealed class Parameters : nn.Module
    {
        public Parameters(long[] lengths, Generator random)
            : base(nameof(Parameters))
        {
            foreach (var (index, length) in lengths.Index())
            {
                register_parameter($"p{index}", new Parameter(randn(length, generator: random)));
            }
        }

        public IReadOnlyList<Parameter> All => [.. parameters()];
    }

    /// <summary>The paper's algorithm for one parameter, in float64.</summary>
    private sealed class Float64Adam(Tensor parameter, double beta1, double beta2)
    {
        public Tensor Parameter { get; private set; } = parameter.detach().to(float64).clone();

        public Tensor Mean { get; private set; } = zeros(parameter.shape, float64);

        public Tensor Square { get; private set; } = zeros(parameter.shape, float64);

        public int Steps { get; private set; }

        public void Step(Tensor gradient, double rate)
        {
            var g = gradient.to(float64);
            Steps++;
            Mean = beta1 * Mean + (1 - beta1) * g;
            Square = beta2 * Square + (1 - beta2) * g * g;
            var (mean, square) = (Mean / (1 - Math.Pow(beta1, Steps)), Square / (1 - Math.Pow(beta2, Steps)));
            Parameter -= rate * mean / (square.sqrt() + 1e-8);
        }
    }
}
