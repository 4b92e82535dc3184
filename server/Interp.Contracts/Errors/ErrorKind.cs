namespace Interp.Contracts;

/// <summary>Kinds of failure a user can cause or must know of. The numeric value is the error code on every surface.</summary>
public enum ErrorKind
{
    /// <summary>No such model name, folder or file.</summary>
    ModelNotFound = 1001,

    /// <summary>Architecture, tensor type, activation or rope kind that is not read; the message names it.</summary>
    ModelUnsupported = 1002,

    /// <summary>Truncated file, overlapping tensors, wrong shapes, sizes that lie.</summary>
    ModelDamaged = 1003,

    /// <summary>No token to analyse.</summary>
    PromptEmpty = 1004,

    /// <summary>The prompt is longer than the model's context.</summary>
    PromptTooLong = 1005,

    /// <summary>A target text is not exactly one token.</summary>
    TargetNotOneToken = 1006,

    /// <summary>Id, position, layer, head or neuron outside its range.</summary>
    OutOfRange = 1007,

    /// <summary>Unknown member or value of a request.</summary>
    SettingUnknown = 1008,

    /// <summary>The model lacks what the analysis needs.</summary>
    NotAvailable = 1009,

    /// <summary>A provider was asked for by name and cannot be used.</summary>
    ProviderUnavailable = 1010,

    /// <summary>A provider's numbers differ from the reference.</summary>
    ProviderRefused = 1011,

    /// <summary>Not enough memory.</summary>
    OutOfMemory = 1012,

    /// <summary>A file cannot be read or written.</summary>
    FileProblem = 1013,

    /// <summary>Edits belong to another model, contradict each other or are damaged.</summary>
    EditsMismatch = 1014,

    /// <summary>A handle whose result was dropped.</summary>
    ResultExpired = 1015,

    /// <summary>Not-a-number or infinity where a number is due.</summary>
    NotFinite = 1016,

    /// <summary>Cancelled as asked.</summary>
    Cancelled = -32800,

    /// <summary>A fault of the program itself.</summary>
    Internal = -32603,
}
