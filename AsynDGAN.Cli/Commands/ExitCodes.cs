namespace AsynDGAN.Cli.Commands;

/// <summary>What the process returns.</summary>
internal static class ExitCodes
{
    /// <summary>Done.</summary>
    public const int Done = 0;

    /// <summary>Something else failed, in a child process that said it.</summary>
    public const int Failed = 1;

    /// <summary>Something that the user can mend: an option, a file, a device.</summary>
    public const int UserError = 2;

    /// <summary>The work is done, and a figure of it is above a limit that was set for it.</summary>
    public const int AboveLimit = 3;

    /// <summary>Stopped by SIGTERM or the checkpoint signal, with what is done kept: the same work can be gone on with (sysexits' EX_TEMPFAIL).</summary>
    public const int CheckpointWritten = 75;

    /// <summary>Stopped by Ctrl-C, as shells report it (128 + SIGINT).</summary>
    public const int Interrupted = 130;

    /// <summary>Ended from outside at once, as shells report it (128 + SIGKILL).</summary>
    private const int Killed = 137;

    /// <summary>What a command returns whose children failed: the user can mend it where each of them says so.</summary>
    /// <param name="children">Their exit codes.</param>
    public static int OfFailed(IEnumerable<int> children) => children.All(code => code == UserError) ? UserError : Failed;

    /// <summary>A child's exit code in a message.</summary>
    public static string Told(int code) => $"exit code {code}{(code == Killed ? " (killed, perhaps for want of memory)" : "")}";

    /// <summary>An exit code in a word, as records of ends have it.</summary>
    public static string Outcome(int code) => code switch
    {
        Done => "done",
        UserError => "bad-input",
        AboveLimit => "above-limit",
        CheckpointWritten or Interrupted => "stopped",
        _ => "failed",
    };
}
