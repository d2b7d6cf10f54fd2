using TorchSharp;
using static TorchSharp.torch;

namespace AsynDGAN.Core.Networks;

/// <summary>
/// Adam (Kingma and Ba 2015, arXiv 1412.6980, algorithm 1, epsilon 1e-8) over all parameters of a network in one call.
/// Moments, step counts and the learning rate are tensors on the parameters' device, each at one place from the first step
/// to the last, and nothing of a step is read by the host. One optimizer belongs to one thread at a time; several may step
/// side by side.
/// </summary>
public sealed class FusedAdam : IDisposable
{
    // Numbers go in as Scalars that live as long as the optimizer: one made for the call alone may be freed by the garbage
    // collector while the call is on.
    private const string Script = """
        def step(parameters: List[Tensor], gradients: List[Tensor], exp_avgs: List[Tensor], exp_avg_sqs: List[Tensor], steps: List[Tensor], learning_rate: Tensor, beta1: float, beta2: float):
            torch._foreach_add_(steps, 1)
            torch._fused_adam_(parameters, gradients, exp_avgs, exp_avg_sqs, [], steps, lr=learning_rate, beta1=beta1, beta2=beta2, weight_decay=0.0, eps=1e-8, amsgrad=False, maximize=False)

        """;

    // TorchSharp never frees a compiled script, so there is one for the process.
    private static readonly Lazy<jit.CompilationUnit> Compiled = new(() => jit.compile(Script));

    private readonly AdamMoments[] moments;
    private readonly Tensor learningRate;
    private readonly Scalar beta1, beta2;
    private bool keepsGradients;

    /// <param name="network">Whose parameters learn; on its device already, the caller's.</param>
    /// <param name="beta1">How much of the gradient's average stays a step: 0 to below 1.</param>
    /// <param name="beta2">The same of the squared gradient's.</param>
    public FusedAdam(nn.Module network, double beta1 = 0.9, double beta2 = 0.999)
    {
        using var scope = NewDisposeScope();
        (this.beta1, this.beta2) = (beta1, beta2);
        moments = [.. network.named_parameters().Select(p => new AdamMoments(p.name, p.parameter))];
        learningRate = zeros([], float32, moments[0].Parameter.device).DetachFromDisposeScope();
    }

    /// <summary>What Adam keeps of every parameter, in the network's order; a checkpoint is loaded by writing into it.</summary>
    internal IReadOnlyList<AdamMoments> Moments => moments;

    /// <summary>One step; a parameter without a gradient stays as it is, and so do its moments and its step count.</summary>
    /// <param name="learningRate">The step's learning rate.</param>
    public void Step(double learningRate)
    {
        SetLearningRate(learningRate);
        Apply();
    }

    /// <summary>Hands the next steps' learning rate to the device, without waiting for it.</summary>
    internal void SetLearningRate(double value)
    {
        using Scalar scalar = value;
        learningRate.fill_(scalar);
    }

    /// <summary>The step itself, which depends on tensors alone.</summary>
    internal void Apply()
    {
        using var scope = NewDisposeScope();
        using var noGraph = no_grad();
        (AdamMoments Of, Tensor Gradient)[] learning = [.. moments.Select(m => (m, m.Parameter.grad)).Where(l => l.grad is not null)!];
        if (learning.Length == 0)
        {
            return;
        }

        Compiled.Value.invoke(
            "step",
            List(l => l.Of.Parameter), List(l => l.Gradient), List(l => l.Of.ExpAvg), List(l => l.Of.ExpAvgSq), List(l => l.Of.Step),
            learningRate, beta1, beta2);
        GC.KeepAlive(this);

        Tensor[] List(Func<(AdamMoments Of, Tensor Gradient), Tensor> choose) => [.. learning.Select(choose)];
    }

    /// <summary>Takes the gradients away; the next backward pass makes new ones. Where they are kept, they become 0.</summary>
    public void ZeroGrad()
    {
        using var scope = NewDisposeScope();
        foreach (var moment in moments)
        {
            if (keepsGradients)
            {
                moment.Parameter.grad!.zero_();
            }
            else
            {
                moment.Parameter.grad = null;
            }
        }
    }

    /// <summary>Keeps the gradients at one place from here on, so that recorded work finds them; they are 0 now.</summary>
    internal void KeepGradients()
    {
        using var scope = NewDisposeScope();
        foreach (var moment in moments)
        {
            moment.Parameter.grad = zeros_like(moment.Parameter);
        }

        keepsGradients = true;
    }

    /// <summary>Frees moments, step counts and learning rate; the parameters are the network's.</summary>
    public void Dispose()
    {
        foreach (var moment in moments)
        {
            moment.Dispose();
        }

        learningRate.Dispose();
        beta1.Dispose();
        beta2.Dispose();
    }
}
