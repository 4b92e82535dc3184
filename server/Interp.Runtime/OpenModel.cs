using Interp.Contracts;
using Interp.Models;
using Interp.Runtime.Verification;

namespace Interp.Runtime;

/// <summary>A model, the engine that runs it, and what is kept of it between runs.</summary>
public sealed class OpenModel
{
    private readonly Task<string?> sha256;
    private readonly SourceHash hash;
    private readonly string? filesAtOpening;
    private readonly Lock gate = new();
    private readonly DerivedData derived;
    private VerifiedInfo? verified;

    /// <summary>Opens <paramref name="model"/>; its hash is computed in the background from now on.</summary>
    /// <param name="model">Outlives this object.</param>
    /// <param name="engine">Runs the model.</param>
    /// <param name="derived">Where derived data is kept; null = the system's cache folder.</param>
    public OpenModel(Model model, Engine engine, DerivedData? derived = null)
    {
        Model = model;
        Engine = engine;
        this.derived = derived ?? DerivedData.OfSystem();
        hash = new SourceHash(model.Source, this.derived);
        filesAtOpening = hash.State();
        sha256 = Task.Factory.StartNew(hash.Find, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    public Model Model { get; }

    public Engine Engine { get; }

    /// <summary>Precision of the weights in memory.</summary>
    public string Precision => WeightPrecisions.NameOf(Model.Precision);

    /// <summary>
    /// SHA-256 of the model's files, 64 lowercase hexadecimal digits; null for a model that has no files.
    /// Waits for the computation that began when the model was opened.
    /// </summary>
    /// <exception cref="InterpException">FileProblem: the files can no longer be read.</exception>
    public string? Sha256 => sha256.GetAwaiter().GetResult();

    /// <summary>True when <see cref="Sha256"/> and what depends on it are there without waiting.</summary>
    public bool IsHashed => sha256.IsCompletedSuccessfully;

    /// <summary>True when a file of the model is no longer what it was: another size or time, or gone.</summary>
    public bool IsStale => sha256.IsFaulted || hash.State() != filesAtOpening;

    /// <summary>
    /// What <c>models verify</c> found of this model with this engine on this machine; <c>unverified</c> where it was not run.
    /// Waits as <see cref="Sha256"/> does.
    /// </summary>
    public VerifiedInfo Verified
    {
        get
        {
            lock (gate)
            {
                return verified ??= BadgeCache.Read(this);
            }
        }

        internal set
        {
            lock (gate)
            {
                verified = value;
            }
        }
    }

    /// <summary>Derived data of this model that was kept under <paramref name="name"/> and <paramref name="version"/>, or null. Waits as <see cref="Sha256"/> does.</summary>
    public byte[]? ReadDerived(string name, int version) => Sha256 is { } key ? derived.Read(key, DerivedName(name, Precision), version) : null;

    /// <summary>Keeps derived data of this model; see <see cref="DerivedData.Write"/>. Waits as <see cref="Sha256"/> does.</summary>
    /// <returns>True if it was kept.</returns>
    public bool WriteDerived(string name, int version, ReadOnlySpan<byte> content) => Sha256 is { } key && derived.Write(key, DerivedName(name, Precision), version, content);

    /// <summary>Name under which data is kept that was derived from weights of a precision.</summary>
    internal static string DerivedName(string name, string precision) => precision == "f32" ? name : $"{name}-{precision}";
}
