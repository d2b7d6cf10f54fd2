using System.Buffers.Binary;
using System.Globalization;
using Google.Protobuf;
using Tensorboard;

namespace AsynDGAN.Core.Runs;

/// <summary>
/// Losses and sheets of a run for TensorBoard: a file of events for every process that trains, in the order of steps. TorchSharp's own
/// writer takes ticks for seconds, and cannot cut; its messages are used, and written here.
/// </summary>
/// <param name="folder">The run's.</param>
/// <param name="first">Steps done before. A reader that has seen later ones forgets them.</param>
public sealed class EventLog(string folder, long first)
{
    private const string Name = "events.out.tfevents.", Version = "brain.Event:2";

    private string? path;

    /// <summary>Appends numbers of a step, and flushes them.</summary>
    /// <param name="step">Steps done.</param>
    /// <param name="values">Each with its name; a slash groups those that begin alike.</param>
    /// <exception cref="UserException">The disk is full, or the file cannot be written.</exception>
    public void Add(long step, IEnumerable<(string Tag, double Value)> values)
    {
        var summary = new Summary();
        summary.Value.AddRange(values.Select(value => new Summary.Types.Value { Tag = value.Tag, SimpleValue = (float)value.Value }));
        Append(new Event { Step = step, Summary = summary });
    }

    /// <summary>Appends a picture of a step, and flushes it.</summary>
    /// <param name="step">Steps done.</param>
    /// <param name="tag">Its name.</param>
    /// <param name="png">The picture.</param>
    /// <exception cref="UserException">The disk is full, or the file cannot be written.</exception>
    public void Add(long step, string tag, ReadOnlySpan<byte> png)
    {
        // Width and height stand first in a PNG, behind 8 bytes of signature and 8 of the chunk's head.
        var image = new Summary.Types.Image
        {
            Width = BinaryPrimitives.ReadInt32BigEndian(png[16..]),
            Height = BinaryPrimitives.ReadInt32BigEndian(png[20..]),
            Colorspace = 3,
            EncodedImageString = ByteString.CopyFrom(png),
        };
        var summary = new Summary();
        summary.Value.Add(new Summary.Types.Value { Tag = tag, Image = image });
        Append(new Event { Step = step, Summary = summary });
    }

    /// <summary>Cuts off what a run's files tell of later steps, and what a kill left torn; a file of which nothing is left goes.</summary>
    /// <param name="folder">The run's.</param>
    /// <param name="limit">The last step that stays.</param>
    /// <exception cref="UserException">A file cannot be read or written.</exception>
    public static void Cut(string folder, long limit)
    {
        foreach (var file in Files(folder))
        {
            Try(file, () =>
            {
                var end = 0L;
                using (var stream = new FileStream(file, FileMode.Open, FileAccess.ReadWrite))
                {
                    // The first says the version alone, the second from which step on a process tells, which it may not have come to.
                    EventRecord.Read(stream);
                    while (EventRecord.Read(stream) is { } bytes && Event.Parser.ParseFrom(bytes) is var told && (told.SessionLog is not null || told.Step <= limit))
                    {
                        end = told.SessionLog is null ? stream.Position : end;
                    }

                    stream.SetLength(end);
                }

                if (end == 0)
                {
                    File.Delete(file);
                }
            });
        }
    }

    private void Append(Event later)
    {
        var now = (DateTime.UtcNow - DateTime.UnixEpoch).TotalSeconds;
        Event[] events = [later];
        if (path is null)
        {
            // Readers take files in the order of their names, and the clock may have gone back since the last one.
            var before = Files(folder);
            var number = Math.Max((long)now, before.Select(NumberOf).DefaultIfEmpty().Max() + 1);
            path = Path.Combine(folder, $"{Name}{number}.{RunFolder.FileName(Environment.MachineName)}.{Environment.ProcessId}.{before.Length}");
            events =
            [
                new Event { FileVersion = Version },
                new Event { Step = first + 1, SessionLog = new SessionLog { Status = SessionLog.Types.SessionStatus.Start } },
                later,
            ];
        }

        Try(path, () =>
        {
            using var stream = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
            foreach (var one in events)
            {
                one.WallTime = now;
                EventRecord.Write(stream, one.ToByteArray());
            }
        });
    }

    /// <summary>The seconds that a file's name tells; 0 where it tells none.</summary>
    private static long NumberOf(string file) =>
        long.TryParse(Path.GetFileName(file)[Name.Length..].Split('.')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    private static string[] Files(string folder) => Directory.Exists(folder) ? Directory.GetFiles(folder, Name + "*") : [];

    private static void Try(string file, Action act)
    {
        try
        {
            HeldFile.Wait(act);
        }
        catch (Exception e) when (WriteFault.Is(e))
        {
            throw new UserException($"{file} cannot be written: {e.Message}", "Check the free space and the permissions of its folder, or leave it out by training.tensorboard: false.");
        }
    }
}
