using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Data.Batches;
using AsynDGAN.Core.Federation;
using AsynDGAN.Core.Federation.Messages;
using AsynDGAN.Core.Training;
using static TorchSharp.torch;

namespace AsynDGAN.Core.Audit.ByDesign;

/// <summary>A site's conditions that the centre got.</summary>
/// <param name="Site">The site's name.</param>
/// <param name="Ids">Their numbers, those of validation patients last.</param>
/// <param name="OfValidation">How many of them are of validation patients.</param>
/// <param name="X">The first of them, to be shown.</param>
internal sealed record CrossedMasks(string Site, IReadOnlyList<SampleId> Ids, int OfValidation, IReadOnlyList<Tensor> X)
{
    /// <summary>Conditions of a site that are shown at most.</summary>
    public const int Shown = 8;

    private const int AtOnce = 64;

    /// <summary>Patients whose conditions they are.</summary>
    public int Patients => Ids.Select(id => id.Patient).Distinct().Count();

    /// <summary>Those of a training's exchanges and sheets, and those that synthetic sets were drawn of.</summary>
    /// <param name="experiment">The run's.</param>
    /// <param name="stepsDone">Steps of G that were done.</param>
    /// <param name="communication">What the run counted: sheets were drawn where their fakes crossed, whatever the key that says when is now.</param>
    /// <param name="site">The site, which lists its conditions.</param>
    /// <param name="drawn">The same site, once for each kind of conditions that sets were drawn of, which lists those; null: none was drawn.</param>
    public static CrossedMasks Of(Experiment experiment, long stepsDone, IReadOnlyList<Traffic> communication, ISite site, params IEnumerable<ISite?> drawn)
    {
        var (training, size, exchanges) = (site.Profile.TrainingSamples, experiment.Training.BatchSize, stepsDone * experiment.Training.DiscriminatorSteps);
        var (ids, pictures) = (new HashSet<SampleId>(), new List<Tensor>());
        var previewed = communication.Any(traffic => traffic.Site == site.Profile.Name && traffic.Kind == "preview fakes");
        if (exchanges * size >= training)
        {
            // Each pass has every sample once.
            AddAll(site);
        }
        else
        {
            for (var exchange = 0L; exchange < exchanges; exchange++)
            {
                Add(site.Draw(exchange, size));
            }

            foreach (var place in previewed ? PreviewOrder.Of(experiment.Seed, site.Profile, training).Take(TrainingLoop.PreviewedImages) : [])
            {
                Add(site.Enumerate(DataPart.Training, place, 1));
            }
        }

        foreach (var listed in drawn.OfType<ISite>())
        {
            AddAll(listed);
        }

        var validation = previewed ? site.Enumerate(DataPart.Validation, 0, TrainingLoop.PreviewedImages).Ids : [];
        return new CrossedMasks(site.Profile.Name, [.. ids, .. validation], validation.Count, pictures);

        void AddAll(ISite listed)
        {
            for (var from = 0; from < listed.Profile.TrainingSamples; from += AtOnce)
            {
                Add(listed.Enumerate(DataPart.Training, from, AtOnce));
            }
        }

        void Add(Conditions crossed)
        {
            foreach (var (i, id) in crossed.Ids.Index())
            {
                if (ids.Add(id) && pictures.Count < Shown)
                {
                    pictures.Add(crossed.X[i]);
                }
            }
        }
    }
}
