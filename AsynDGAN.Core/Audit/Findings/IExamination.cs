using AsynDGAN.Core.Audit.Subject;

namespace AsynDGAN.Core.Audit.Findings;

/// <summary>One kind of examination; each is a section of the page.</summary>
internal interface IExamination
{
    /// <summary>All figures that it gives, known before it is done, and the same for every configuration.</summary>
    IReadOnlyList<FigureKey> Keys { get; }

    /// <summary>Examines the runs.</summary>
    /// <param name="subject">What is audited; nothing of it is changed.</param>
    /// <param name="stop">Asks to stop.</param>
    /// <exception cref="OperationCanceledException">It was asked to stop.</exception>
    AuditSection Examine(AuditSubject subject, CancellationToken stop);
}
