using System.Globalization;
using System.Text;
using System.Text.Json;
using Interp.Contracts;
using Interp.Daemon.Methods;
using Interp.Daemon.Services;

namespace Interp.Daemon.Tests.Contract;

/// <summary>Writes <c>extension/shared/contracts.ts</c>: the records, the errors, and which method takes and gives which.</summary>
internal static class TypeScriptContract
{
    private const string Head = """
        // Made from the records of server/Interp.Contracts by `node scripts/contract.mjs`. Changes are made there.

        /** A tensor: flat and row-major with null for masked entries, or kept by the daemon under a handle (interp/readTile). */
        export type TensorData =
          | { readonly shape: readonly number[]; readonly data: readonly (number | null)[] }
          | { readonly shape: readonly number[]; readonly dtype: 'float32'; readonly handle: string };

        /** A progress token of the language server protocol. */
        export type ProgressToken = number | string;

        /** Members that any request may have besides its own. */
        export interface ProgressTokens {
          readonly workDoneToken?: ProgressToken;
          readonly partialResultToken?: ProgressToken;
        }

        /** The answer of interp/lens: the cells of a long prompt are kept by the daemon (interp/readRows). */
        export type LensAnswer = Omit<LensResult, 'cells'> & { readonly cells: LensResult['cells'] | RowsHandle };

        /** A token named by its id or by its text. */
        export type TokenChoice = number | string;

        /** Value neurons by the name of a level or as a list. */
        export type QueriesOf = string | readonly PartChoice[];


        """;

    /// <summary>The whole file.</summary>
    public static string Write(MethodTable methods)
    {
        var types = new TypeScriptTypes();
        MethodEntry[] own = [.. methods.Entries.Where(entry => entry.Name.StartsWith(ParamsReader.OwnPrefix, StringComparison.Ordinal)).OrderBy(entry => entry.Name, StringComparer.Ordinal)];
        var table = Table(own, types);
        types.NameOf(InterpJsonContext.Default.InterpServer);
        types.NameOf(InterpJsonContext.Default.DaemonSettings);
        types.NameOf(InterpJsonContext.Default.ErrorResponse);
        types.NameOf(InterpJsonContext.Default.DocumentRequest);
        types.NameOf(InterpJsonContext.Default.DocumentResult);
        types.NameOf(InterpJsonContext.Default.DocumentBlock);
        types.NameOf(InterpJsonContext.Default.PartChoice);
        types.NameOf(InterpJsonContext.Default.RowsHandle);
        types.NameOf(InterpJsonContext.Default.HtmlResult);
        return Head.ReplaceLineEndings("\n")
            + $"export const protocolVersion = {LifeFeature.ProtocolVersion.ToString(CultureInfo.InvariantCulture)};\n\n"
            + Errors() + "\n" + table + "\n" + string.Join("\n", types.Declarations);
    }

    private static string AnswerOf(string result) => result == "LensResult" ? "LensAnswer" : result;

    private static string Errors()
    {
        var kinds = Enum.GetValues<ErrorKind>().Select(kind => (Name: JsonNamingPolicy.CamelCase.ConvertName(kind.ToString()), Code: (int)kind)).ToArray();
        var text = new StringBuilder("/** Error codes by kind. */\nexport const errorCodes = {\n");
        foreach (var (name, code) in kinds)
        {
            text.Append(CultureInfo.InvariantCulture, $"  {name}: {code},\n");
        }

        return text.Append("} as const;\n\nexport type ErrorKind = keyof typeof errorCodes;\n").ToString();
    }

    private static string Table(IEnumerable<MethodEntry> entries, TypeScriptTypes types)
    {
        var text = new StringBuilder("/** The methods of the daemon: what each takes, gives, and sends as partial results (arrays of these). */\nexport interface Methods {\n");
        foreach (var entry in entries)
        {
            var takes = entry.ParamsType is { } arguments ? types.NameOf(arguments()) : "unknown";
            var gives = entry.ResultType is { } result ? AnswerOf(types.NameOf(result())) : "null";
            var sends = entry.PartialType?.Invoke() is { } partial ? types.NameOf(partial) : "never";
            text.Append(CultureInfo.InvariantCulture, $"  readonly '{entry.Name}': {{ readonly params: {takes}; readonly result: {gives}; readonly partial: {sends} }};\n");
        }

        return text.Append("}\n\nexport type Method = keyof Methods;\n").ToString();
    }
}
