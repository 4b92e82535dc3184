using System.Text.Json.Nodes;
using Interp.Contracts;

namespace Interp.Models.Formats;

/// <summary>The failures of reading a checkpoint, each with its kind and the file that it is about.</summary>
internal static class ModelProblems
{
    /// <summary>What to do where a folder's settings and its weights contradict each other: either may be the wrong one.</summary>
    public const string CompareConfig = "Check that config.json and the weights are of the same model and unchanged, or fetch both again.";

    /// <summary>The bytes contradict themselves, the format, or the configuration.</summary>
    public static InterpException Damaged(string path, string what, string? hint = null) => new(
        ErrorKind.ModelDamaged,
        $"{Shown(path)} is damaged: {what}.",
        hint ?? (Path.GetExtension(path) == ".json"
            ? "Mend that place in the file, or fetch it again from where the model came from."
            : "Fetch the file again and compare its size and sha-256 with those of its source."),
        new JsonObject { ["path"] = path });

    /// <summary>Sound, or it may be, but of a kind that is not read.</summary>
    public static InterpException Unsupported(string path, string what, string hint) => new(
        ErrorKind.ModelUnsupported,
        $"{Shown(path)} cannot be read: {what}.",
        hint,
        new JsonObject { ["path"] = path });

    /// <summary>Nothing there, or no model in it.</summary>
    public static InterpException NotFound(string path, string what, string hint) => new(
        ErrorKind.ModelNotFound,
        $"{Shown(path)}: {what}.",
        hint,
        new JsonObject { ["path"] = path });

    /// <summary>The system refuses to open or read the file, for the reason that it gives.</summary>
    public static InterpException Unreadable(string path, Exception reason) => new(
        ErrorKind.FileProblem,
        $"{Shown(path)} cannot be read: {OneLine(reason.Message)}",
        "Check that the file exists and that you may read it.",
        new JsonObject { ["path"] = path, ["reason"] = OneLine(reason.Message) },
        reason);

    /// <summary>The whole path, without line breaks.</summary>
    private static string Shown(string path) => OneLine(path);

    private static string OneLine(string text) => text.ReplaceLineEndings(" ");
}
