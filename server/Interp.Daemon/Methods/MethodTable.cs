using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Interp.Daemon.Wire;

namespace Interp.Daemon.Methods;

/// <summary>
/// The methods of the server. A call begins on the thread of the state lane, one after the other in the order received: what runs there
/// before the first await sees the effect of all earlier messages and takes its snapshot of the documents. Work on a model then goes to
/// a lane (<see cref="Lanes.AnalysisRunner"/>, <see cref="Lanes.WorkTable"/>); nothing else may take long there.
/// How params and results are read and written is worked out when a method is first called: for all of them it would delay the first reply.
/// </summary>
internal sealed class MethodTable
{
    private readonly Dictionary<string, MethodEntry> entries = new(StringComparer.Ordinal);

    /// <summary>All methods, in the order of their registration.</summary>
    public IReadOnlyCollection<MethodEntry> Entries => entries.Values;

    /// <summary>Adds a request.</summary>
    /// <param name="name">As called.</param>
    /// <param name="paramsType">How its params are read: strictly for <c>interp/</c> methods, else unknown members are passed over.</param>
    /// <param name="resultType">How its result is written.</param>
    /// <param name="start">Begins a call and gives its answer.</param>
    public void Request<TParams, TResult>(
        string name, Func<JsonTypeInfo<TParams>> paramsType, Func<JsonTypeInfo<TResult>> resultType, Func<TParams, Call, Task<TResult>> start)
        where TResult : class =>
        OptionalRequest(name, paramsType, resultType, async (arguments, call) => (TResult?)await start(arguments, call).ConfigureAwait(false));

    /// <summary>Adds a request whose answer may be null.</summary>
    public void OptionalRequest<TParams, TResult>(
        string name, Func<JsonTypeInfo<TParams>> paramsType, Func<JsonTypeInfo<TResult>> resultType, Func<TParams, Call, Task<TResult?>> start)
        where TResult : class =>
        Add(new MethodEntry(name, (json, call) => AnswerAsync(start(ParamsReader.Read(name, json, paramsType()), call), resultType), true, false, CallPhase.Serving)
        {
            ParamsType = paramsType,
            ResultType = resultType,
        });

    /// <summary>Adds a request that is answered whatever the lanes do; <paramref name="answer"/> must be quick.</summary>
    public void Aside<TParams, TResult>(
        string name, Func<JsonTypeInfo<TParams>> paramsType, Func<JsonTypeInfo<TResult>> resultType, Func<TParams, TResult> answer, CallPhase phase = CallPhase.Serving)
        where TResult : class =>
        Add(new MethodEntry(name, (json, _) => AnswerAsync(Task.FromResult<TResult?>(answer(ParamsReader.Read(name, json, paramsType()))), resultType), true, true, phase)
        {
            ParamsType = paramsType,
            ResultType = resultType,
        });

    /// <summary>Adds a notification, applied in the order received before any later message is looked at.</summary>
    public void Notification<TParams>(string name, Func<JsonTypeInfo<TParams>> paramsType, Action<TParams> apply) =>
        Add(new MethodEntry(name, (json, _) => Apply(() => apply(ParamsReader.Read(name, json, paramsType()))), false, false, CallPhase.Serving) { ParamsType = paramsType });

    /// <summary>Adds a method of any kind.</summary>
    /// <exception cref="ArgumentException">There is one of that name.</exception>
    public void Add(MethodEntry entry) => entries.Add(entry.Name, entry);

    private static async Task<RawJson?> AnswerAsync<TResult>(Task<TResult?> answer, Func<JsonTypeInfo<TResult>> type)
        where TResult : class =>
        await answer.ConfigureAwait(false) is { } result ? RawJson.Of(result, type()) : null;

    private static Task<RawJson?> Apply(Action apply)
    {
        apply();
        return Task.FromResult<RawJson?>(null);
    }
}
