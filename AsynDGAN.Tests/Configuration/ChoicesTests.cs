using AsynDGAN.Core;
using AsynDGAN.Core.Comparison;
using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Configuration.Keys;
using AsynDGAN.Core.Data;
using AsynDGAN.Core.Data.Sites;
using AsynDGAN.Core.Federation;
using AsynDGAN.Core.Mixture;
using AsynDGAN.Core.Networks;
using AsynDGAN.Core.Platform;
using AsynDGAN.Tests.Federation;
using static TorchSharp.torch;

namespace AsynDGAN.Tests.Configuration;

/// <summary>Every value of every choice is taken by what acts on it, and a value that is none is refused, never taken for another.</summary>
public class ChoicesTests
{
    private static readonly Experiment Tiny = new()
    {
        Data = new DataOptions { ImageSize = 16, MinMaskPixels = 1, ValidationFraction = 0.25, Phantom = new PhantomOptions { Institutions = 1, Patients = 4, Slices = 1 } },
        Discriminator = new DiscriminatorOptions { Layers = 1, Filters = 2 },
        Sites = new SiteOptions { Only = "site-1" },
    };

    private static readonly IReadOnlyDictionary<Type, Action<Enum>> Factories = new Dictionary<Type, Action<Enum>>
    {
        [typeof(DataSource)] = value => Load(Tiny.Data with { Source = (DataSource)value }),
        [typeof(CropMethod)] = value => Load(Tiny.Data with { Crop = (CropMethod)value }),
        [typeof(NormaliseBy)] = value => Load(Tiny.Data with { Normalise = new NormaliseOptions { By = (NormaliseBy)value } }),
        [typeof(NormaliseTo)] = value => Load(Tiny.Data with { Normalise = new NormaliseOptions { To = (NormaliseTo)value } }),
        [typeof(ColourMethod)] = value => Load(Tiny.Data with { Colour = new ColourOptions { Method = (ColourMethod)value, Target = [50, 0, 0, 1, 1, 1] } }),
        [typeof(SplitMethod)] = value => Load(Tiny.Data with { Split = (SplitMethod)value }),
        [typeof(DataResidence)] = value => Load(Tiny.Data with { Resident = (DataResidence)value }),
        [typeof(PhantomObject)] = value => Load(Tiny.Data with { Phantom = Tiny.Data.Phantom with { Object = (PhantomObject)value } }),
        [typeof(PhantomStyle)] = value => Load(Tiny.Data with { Phantom = Tiny.Data.Phantom with { Style = (PhantomStyle)value } }),
        [typeof(ConditionChannel)] = value => Load(Tiny.Data with { Conditions = [(ConditionChannel)value] }),
        [typeof(Flip)] = value => Load(Tiny.Data with { Augment = new AugmentOptions { Flip = (Flip)value } }),
        [typeof(SiteMode)] = value => Dataset.Load(Tiny with { Sites = Tiny.Sites with { Mode = (SiteMode)value } }, CPU).Dispose(),
        [typeof(SiteWeighting)] = value => SiteWeights.Of((SiteWeighting)value, [1, 2]),
        [typeof(SecondNumber)] = value => GaussianMixture.Of(new GaussianOptions { Second = (SecondNumber)value }),
        [typeof(GeneratorNetwork)] = value => Dispose(GeneratorFactory.Create(new GeneratorOptions { Network = (GeneratorNetwork)value, Filters = 1, Blocks = 1 }, 2, 1, new Generator(1))),
        [typeof(Upsampling)] = value => Dispose(GeneratorFactory.Create(new GeneratorOptions { Upsampling = (Upsampling)value, Filters = 1, Blocks = 1 }, 2, 1, new Generator(1))),
        [typeof(DiscriminatorNetwork)] = value => Dispose(DiscriminatorFactory.Create(new DiscriminatorOptions { Network = (DiscriminatorNetwork)value, Filters = 1 }, 2, new Generator(1))),
        [typeof(Norm)] = value => Dispose(((Norm)value).Layer(2)),
        [typeof(Initialisation)] = value => Dispose(GeneratorFactory.Create(new GeneratorOptions { Init = (Initialisation)value, Filters = 1, Blocks = 1 }, 2, 1, new Generator(1))),
        [typeof(GanLoss)] = value => Step(SmallFederation.Default with { Loss = SmallFederation.Default.Loss with { Gan = (GanLoss)value } }),
        [typeof(Reconstruction)] = value => Step(SmallFederation.Default with { Loss = SmallFederation.Default.Loss with { Reconstruction = (Reconstruction)value } }),
        [typeof(BoundaryLosses)] = value => Step(SmallFederation.Default with { Boundary = new BoundaryOptions { Losses = (BoundaryLosses)value } }),
        [typeof(ElementType)] = value => WireNumbers.Cross(ones(1), (ElementType)value),
        [typeof(Precision)] = value => Arithmetic.On((Precision)value, onGpu: true, capability: 9),
        [typeof(DiscriminatorAugment)] = value => Step(SmallFederation.Default with { Discriminator = SmallFederation.Default.Discriminator with { Augment = (DiscriminatorAugment)value } }),
    };

    private static IEnumerable<Type> Covered => Factories.Keys;

    [TestCaseSource(nameof(Covered))]
    public void Every_value_of_a_choice_has_its_own_code(Type choice)
    {
        foreach (Enum value in Enum.GetValues(choice))
        {
            // Files that are not there are the user's to mend; a value without code is not.
            using var scope = NewDisposeScope();
            try
            {
                Factories[choice](value);
            }
            catch (Exception thrown)
            {
                var fault = Bare(thrown);
                Assert.That(fault, Is.TypeOf<UserException>().Or.TypeOf<NullReferenceException>().Or.TypeOf<ArgumentNullException>(), $"{value}");
            }
        }
    }

    [TestCaseSource(nameof(Covered))]
    public void A_value_that_is_none_is_refused(Type choice)
    {
        using var scope = NewDisposeScope();
        var fault = Assert.Catch(() => Factories[choice]((Enum)Enum.ToObject(choice, 99)))!;
        Assert.That(Bare(fault), Is.TypeOf<ArgumentOutOfRangeException>());
    }

    [TestCase(RowKind.RealAll, ExpectedResult = "Real-All")]
    [TestCase(RowKind.Threshold, ExpectedResult = "Threshold")]
    public string A_row_has_the_name_of_its_training_set(RowKind set) => new ComparisonRow(set).Name;

    [Test]
    public void No_two_training_sets_share_a_name_and_one_that_is_none_has_none()
    {
        Assert.That(Enum.GetValues<RowKind>().Select(set => new ComparisonRow(set, "A", "B").Name), Is.Unique);
        Assert.That(() => new ComparisonRow((RowKind)99).Name, Throws.TypeOf<ArgumentOutOfRangeException>());
    }

    /// <summary>Switches whose two sides are a yes and a no; all others must be among the factories, so that a new choice is not forgotten.</summary>
    [Test]
    public void Every_choice_of_the_configuration_is_covered()
    {
        Type[] yesOrNo =
        [
            typeof(OnError), typeof(StepRecord), typeof(SiteQuestions), typeof(OnGeometry), typeof(GaussianCondition), typeof(BatchStatistics), typeof(SynthesisConditions), typeof(NewMasks), typeof(TumourPlacement), typeof(SegmentationAugment), typeof(SegmentationClasses),
        ];
        var choices = ExperimentKeys.All.Select(key => ValueWords.IsList(key.ValueType, out var item) ? item : key.ValueType).Where(type => type.IsEnum).Distinct();
        Assert.That(Factories.Keys.Concat(yesOrNo), Is.EquivalentTo(choices));
    }

    /// <summary>What was thrown by one of several threads.</summary>
    private static Exception Bare(Exception fault) => fault is AggregateException several ? several.InnerExceptions[0] : fault;

    private static void Load(DataOptions options)
    {
        using var data = Dataset.Load(Tiny with { Data = options }, CPU);
        var training = data.Sites[0].Training;
        training.Take([0], SplitMix64.For(1, RandomPurpose.Augmentation));
    }

    private static void Step(Experiment experiment)
    {
        using var federation = new SmallFederation(experiment, [2]);
        federation.Centre.Step(0);
    }

    private static void Dispose(nn.Module network) => network.Dispose();
}
