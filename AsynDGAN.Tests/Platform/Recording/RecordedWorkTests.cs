using AsynDGAN.Core.Networks;
using AsynDGAN.Core.Platform.Recording;
using TorchSharp;
using static TorchSharp.torch;

namespace AsynDGAN.Tests.Platform.Recording;

public class RecordedWorkTests
{
    [Test]
    public void It_is_done_plainly_at_first_then_recorded_once_and_replayed()
    {
        using var scope = NewDisposeScope();
        var recorder = new PlainRecorder();
        using var work = new RecordedWork(inputs => [inputs[0] * 2, inputs[0] + inputs[1]], recorder);
        for (var call = 1; call <= 8; call++)
        {
            var made = work.Run(full(3, call), full(3, 10));
            TensorAssert.AreEqual(made[0], full(3, 2 * call), $"call {call}");
            TensorAssert.AreEqual(made[1], full(3, call + 10), $"call {call}");
            Assert.That((recorder.Recorded, recorder.Replayed), Is.EqualTo((call > RecordedWork.PlainCalls ? 1 : 0, Math.Max(0, call - RecordedWork.PlainCalls))));
        }

        Assert.That((work.IsRecorded, work.IsPlain), Is.EqualTo((true, false)));
    }

    [Test]
    public void What_it_gives_lies_at_one_place_and_its_caller_may_free_it()
    {
        using var scope = NewDisposeScope();
        using var work = new RecordedWork(inputs => [inputs[0] + 1], new PlainRecorder());
        for (var call = 0; call < RecordedWork.PlainCalls; call++)
        {
            work.Run(zeros(2));
        }

        var first = work.Run(zeros(2))[0];
        var second = work.Run(ones(2))[0];
        TensorAssert.AreEqual(first, full(2, 2), "the next call's values");
        first.Dispose();
        second.Dispose();
        TensorAssert.AreEqual(work.Run(full(2, 4))[0], full(2, 5), "after its caller freed it");
    }

    [Test]
    public void Tensors_that_it_changes_go_on_as_without_a_recorder()
    {
        using var scope = NewDisposeScope();
        var (plain, recorded) = (Walk(null), Walk(new PlainRecorder()));
        TensorAssert.AreEqual(recorded, plain, "after ten calls");

        static Tensor Walk(IRecorder? recorder)
        {
            var state = zeros(2);
            using var work = new RecordedWork(inputs => [state.mul_(0.5).add_(inputs[0])], recorder);
            for (var call = 0; call < 10; call++)
            {
                work.Run(full(2, call));
            }

            return state;
        }
    }

    [Test]
    public void Where_it_cannot_be_recorded_it_is_done_plainly_for_good()
    {
        using var scope = NewDisposeScope();
        var recorder = new PlainRecorder(_ => true);
        using var work = new RecordedWork(inputs => [inputs[0] * 3], recorder);
        for (var call = 0; call < 8; call++)
        {
            TensorAssert.AreEqual(work.Run(full(2, call))[0], full(2, 3 * call), $"call {call}");
        }

        Assert.That((work.IsRecorded, work.IsPlain, recorder.Replayed), Is.EqualTo((false, true, 0)));
    }

    [Test]
    public void Nothing_is_left_of_many_calls()
    {
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        using (var scope = NewDisposeScope())
        {
            using var work = new RecordedWork(inputs => [inputs[0] * 3], new PlainRecorder());
            for (var call = 0; call < 8; call++)
            {
                using var inner = NewDisposeScope();
                work.Run(full(2, call));
            }
        }

        Assert.That(DisposeScopeManager.Statistics.ThreadTotalLiveCount, Is.EqualTo(before));
    }

    /// <summary>A network's forward pass, its backward pass and Adam, each recorded: the same bits as plainly.</summary>
    [TestCase(-1, ExpectedResult = 3)]
    [TestCase(0, ExpectedResult = 2)]
    [TestCase(1, ExpectedResult = 2)]
    public int A_function_learns_as_plainly_wherever_recording_ends(int refused)
    {
        using var scope = NewDisposeScope();
        var recorder = new PlainRecorder(asked => asked == refused);
        var (plain, recorded) = (Learn(null), Learn(recorder));
        for (var i = 0; i < plain.Length; i++)
        {
            TensorAssert.AreEqual(recorded[i], plain[i], $"parameter {i}");
        }

        return recorder.Recorded;
    }

    private static Tensor[] Learn(IRecorder? recorder)
    {
        using var random = new Generator(4);
        using var network = GeneratorFactory.Create(new() { Blocks = 1, Filters = 2 }, 1, 1, random);
        using var optimizer = new FusedAdam(network, 0.5, 0.999);
        optimizer.SetLearningRate(0.01);
        using var function = new RecordedFunction(network.call, recorder);
        using var update = new RecordedWork(_ => Update(), recorder);
        optimizer.KeepGradients();
        for (var step = 0; step < 8; step++)
        {
            using var scope = NewDisposeScope();
            var made = function.Forward(rand([1, 1, 8, 8], generator: random));
            function.Backward(made * 2);
            update.Run();
        }

        return [.. network.parameters().Select(parameter => parameter.detach().clone())];

        Tensor[] Update()
        {
            optimizer.Apply();
            optimizer.ZeroGrad();
            return [];
        }
    }
}
