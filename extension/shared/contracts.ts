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

export const protocolVersion = 1;

/** Error codes by kind. */
export const errorCodes = {
  modelNotFound: 1001,
  modelUnsupported: 1002,
  modelDamaged: 1003,
  promptEmpty: 1004,
  promptTooLong: 1005,
  targetNotOneToken: 1006,
  outOfRange: 1007,
  settingUnknown: 1008,
  notAvailable: 1009,
  providerUnavailable: 1010,
  providerRefused: 1011,
  outOfMemory: 1012,
  fileProblem: 1013,
  editsMismatch: 1014,
  resultExpired: 1015,
  notFinite: 1016,
  cancelled: -32800,
  internal: -32603,
} as const;

export type ErrorKind = keyof typeof errorCodes;

/** The methods of the daemon: what each takes, gives, and sends as partial results (arrays of these). */
export interface Methods {
  readonly 'interp/commandLine': { readonly params: RequestParams; readonly result: CommandLineResult; readonly partial: never };
  readonly 'interp/contributions': { readonly params: ContributionsRequest; readonly result: ContributionsResult; readonly partial: ContributionsPartial };
  readonly 'interp/debugInfo': { readonly params: Readonly<Record<string, never>>; readonly result: DebugInfo; readonly partial: never };
  readonly 'interp/doctor': { readonly params: Readonly<Record<string, never>>; readonly result: DoctorResult; readonly partial: never };
  readonly 'interp/document': { readonly params: DocumentRequest; readonly result: DocumentResult; readonly partial: never };
  readonly 'interp/explain': { readonly params: ExplainRequest; readonly result: ExplainResult; readonly partial: ContributionsPartial };
  readonly 'interp/figure': { readonly params: FigureParams; readonly result: FigureResult; readonly partial: never };
  readonly 'interp/forward': { readonly params: ForwardRequest; readonly result: ForwardResult; readonly partial: never };
  readonly 'interp/html': { readonly params: HtmlParams; readonly result: HtmlResult; readonly partial: never };
  readonly 'interp/lens': { readonly params: LensRequest; readonly result: LensAnswer; readonly partial: LensPartial };
  readonly 'interp/loadModel': { readonly params: ModelParams; readonly result: LoadedModel; readonly partial: never };
  readonly 'interp/memory': { readonly params: Readonly<Record<string, never>>; readonly result: MemoryUse; readonly partial: never };
  readonly 'interp/modelInfo': { readonly params: ModelParams; readonly result: ModelInfoResult; readonly partial: never };
  readonly 'interp/models': { readonly params: Readonly<Record<string, never>>; readonly result: ModelListResult; readonly partial: never };
  readonly 'interp/project': { readonly params: ProjectRequest; readonly result: ProjectResult; readonly partial: never };
  readonly 'interp/readRows': { readonly params: RowsParams; readonly result: RowsResult; readonly partial: never };
  readonly 'interp/readTile': { readonly params: TileParams; readonly result: Tile; readonly partial: never };
  readonly 'interp/release': { readonly params: HandleParams; readonly result: ReleaseResult; readonly partial: never };
  readonly 'interp/runExpectations': { readonly params: DocumentRequest; readonly result: DocumentResult; readonly partial: never };
  readonly 'interp/tokenize': { readonly params: TokenizeRequest; readonly result: TokenizeResult; readonly partial: never };
  readonly 'interp/unloadModel': { readonly params: ModelParams; readonly result: UnloadResult; readonly partial: never };
  readonly 'interp/verifyModel': { readonly params: ModelParams; readonly result: VerifyResult; readonly partial: never };
}

export type Method = keyof Methods;

/** An analysis: its method and one sentence about it. */
export interface AnalysisInfo {
  readonly method: string;
  readonly summary: string;
}

/** Members of every request. All are optional; `null` means the same as absent. */
export interface AnalysisRequest {
  /** The analysis, e.g. `lens`. */
  readonly method?: string;
  /** A name under `models/`, a folder, or a `.gguf` file; absent = the embedded default. */
  readonly model?: string;
  /** The prompt as text; exactly one of text and ids. */
  readonly text?: string;
  /** The prompt as token ids; exactly one of text and ids. */
  readonly ids?: readonly number[];
  /** BERT segments, one per token; default zeros. */
  readonly typeIds?: readonly number[];
  /** `auto` (default), `cpu`, `directml` or `webgpu`. */
  readonly provider?: string;
  /** Adapter by index or by a part of its name. */
  readonly device?: string;
  /** `f32` (default), `f16`, `q8` or `auto`. */
  readonly precision?: string;
  /** Interventions to run under: inline objects or the path of a saved file. */
  readonly edits?: unknown;
}

/** Members of every result. */
export interface AnalysisResult {
  /** The analysis, as asked. */
  readonly method: string;
  /** The model that was run; absent where no model took part. */
  readonly model?: ModelInfo;
  /** How it was run; absent where nothing was run. */
  readonly run?: RunInfo;
  /** The prompt's tokens; absent without a prompt. */
  readonly tokens?: readonly TokenInfo[];
  /** What a reader must know; each begins with a code and a colon. */
  readonly warnings: readonly string[];
}

/** Attention neurons. */
export interface AttentionNeuronLevel {
  readonly top: readonly AttentionNeuronRow[];
  readonly bottom: readonly AttentionNeuronRow[];
  readonly certificate: Certificate;
}

/** A unit of a head at one source; coefficient = pattern times v. */
export interface AttentionNeuronRow extends WordedRow {
  readonly layer: number;
  readonly head: number;
  readonly neuron: number;
  readonly position: number;
  readonly coefficient: number;
}

/** Attention units. */
export interface AttentionUnitLevel {
  readonly top: readonly AttentionUnitRow[];
  readonly bottom: readonly AttentionUnitRow[];
  readonly certificate: Certificate;
}

/** A unit of a head, summed over sources; coefficient = z. */
export interface AttentionUnitRow extends WordedRow {
  readonly layer: number;
  readonly head: number;
  readonly neuron: number;
  readonly coefficient: number;
}

/** An output bias. */
export interface BiasRow extends ContributionRow {
  /** `attnBias` or `ffBias`. */
  readonly component: string;
  readonly layer: number;
}

/** The common members of the requests of a block, defaults of the document included. */
export interface BlockRequest {
  readonly model?: string;
  readonly text: string;
  readonly provider?: string;
  readonly precision?: string;
  readonly edits?: unknown;
}

/** Why the lists are right, and what it took. */
export interface Certificate {
  readonly certified: boolean;
  /** `jensenVariance`, `linear`, `closedForm` or `sweep`. */
  readonly bound: string;
  readonly candidates: number;
  /** Rows projected onto the whole vocabulary for this level. */
  readonly exactEvaluations: number;
  /** Sizes of the sets of most probable tokens that the bound used. */
  readonly headTokens?: readonly number[];
  /** Only if not certified: by how much an unevaluated candidate could pass the last listed one. */
  readonly topGap?: number;
  readonly bottomGap?: number;
}

/** Settings of code lenses. */
export interface CodeLensSettings {
  readonly enabled?: boolean;
}

/** Result of `interp/commandLine`: what gives the same result in a POSIX shell. */
export interface CommandLineResult {
  readonly command: string;
}

/** Numbers of every listed part. */
export interface ContributionRow {
  /** Nats. */
  readonly score: number;
  /** Before-softmax value of the target. */
  readonly bs: number;
  /** Length of the part. */
  readonly norm: number;
  /** First-order score; absent in perLayer. */
  readonly firstOrder?: number;
  /** Log-probability increase of the target: with a contrast, or with another score. */
  readonly increase?: number;
  /** Log-probability increase of the contrast. */
  readonly increaseContrast?: number;
}

/** Sum of the layers' scores, the whole difference, and what is left between them. */
export interface ContributionSum {
  readonly layers: number;
  readonly total: number;
  readonly interaction: number;
}

/** One level of contributions: first a preview, whose lists are those of first-order scores, then the level as the result has it. Exactly one level is present. */
export interface ContributionsPartial {
  /** True where scores are first-order values and the lists are not proved. */
  readonly preview?: boolean;
  readonly layers?: readonly LayerRow[];
  readonly biases?: readonly BiasRow[];
  readonly heads?: HeadLevel;
  readonly headPositions?: HeadPositionLevel;
  readonly ffNeurons?: NeuronLevel;
  readonly attentionUnits?: AttentionUnitLevel;
  readonly attentionNeurons?: AttentionNeuronLevel;
}

/** Which layers, heads and neurons raise or lower one token's log-probability. */
export interface ContributionsRequest extends AnalysisRequest {
  /** `frozen` (default), `author` or `perLayer`. */
  readonly mode?: string;
  /** Analysed position; default -1. */
  readonly position?: number;
  /** w; default the model's own top token at the position. */
  readonly target?: TokenChoice;
  /** c: scores become differences. */
  readonly contrast?: TokenChoice;
  /** Of layers, biases, heads, headPositions, ffNeurons, attentionUnits, attentionNeurons. */
  readonly levels?: readonly string[];
  /** Restricts all levels but layers and biases, and the choice of value neurons. */
  readonly inLayers?: readonly number[];
  /** Length of the lists of most positive scores; default 20. */
  readonly top?: number;
  /** Length of the lists of most negative scores; default 20. */
  readonly bottom?: number;
  /** Score of feed-forward neurons; default `increase`. */
  readonly score?: string;
  /** Stop the exact selection after so many projections a level. */
  readonly maxEvaluations?: number;
  /** Tokens per listed neuron and tail; default 0. */
  readonly words?: number;
  /** Listed heads get the source position that matters most; default false. */
  readonly reads?: boolean;
  /** Named parts that are always evaluated exactly. */
  readonly rows?: readonly PartChoice[];
  /** What excited the value neurons. */
  readonly queries?: QueriesRequest;
}

/** Result of `ContributionsRequest`. Scores are differences of natural log-probability (nats). */
export interface ContributionsResult extends AnalysisResult {
  readonly settings: ContributionsSettings;
  readonly target: FollowedToken;
  readonly contrast?: FollowedToken;
  /** Of a post-norm model, whose parts have no scores, all is interaction. */
  readonly sum: ContributionSum;
  /** 2L+1 rows in stream order. */
  readonly layers?: readonly LayerRow[];
  readonly biases?: readonly BiasRow[];
  readonly heads?: HeadLevel;
  readonly headPositions?: HeadPositionLevel;
  readonly ffNeurons?: NeuronLevel;
  readonly attentionUnits?: AttentionUnitLevel;
  readonly attentionNeurons?: AttentionNeuronLevel;
  /** The parts asked for by name, in the order asked. */
  readonly rows?: readonly NamedPartRow[];
  readonly queries?: QueriesResult;
}

/** Settings of contributions, defaults filled. */
export interface ContributionsSettings {
  readonly mode: string;
  readonly position: number;
  readonly target: number;
  readonly contrast?: number;
  readonly levels: readonly string[];
  readonly inLayers: readonly number[];
  readonly top: number;
  readonly bottom: number;
  readonly score: string;
  readonly maxEvaluations?: number;
  readonly words: number;
  readonly reads: boolean;
  /** s*: the divisor of the final norm at the analysed position; absent for post-norm models. */
  readonly scale?: number;
  readonly softCapApplied: boolean;
  readonly queries?: QueriesSettings;
}

/** Settings of the daemon: `initializationOptions`, and the section `interp` of `workspace/didChangeConfiguration`. Unknown members are ignored. */
export interface DaemonSettings {
  /** Of the client; absent = not checked. */
  readonly protocolVersion?: number;
  /** False where the folder that is open is not trusted: files then name no models outside the known folders. Default true. */
  readonly trusted?: boolean;
  /** The model of requests that name none; absent or empty = the embedded one. */
  readonly model?: string;
  /** Folders that hold models by name. */
  readonly modelDirectories?: readonly string[];
  /** The provider of requests that name none. */
  readonly provider?: string;
  /** The adapter of requests that name none. */
  readonly device?: string;
  /** The precision of requests that name none. */
  readonly precision?: string;
  /** Worker threads; absent or 0 = one per core. */
  readonly threads?: number;
  /** Megabytes for results kept under handles and for kept prefixes. */
  readonly memoryBudget?: number;
  /** The lens mode of hovers. */
  readonly lens?: string;
  readonly hover?: HoverSettings;
  readonly codeLens?: CodeLensSettings;
}

/** Result of `interp/debugInfo`. */
export interface DebugInfo {
  readonly version: string;
  readonly processId: number;
  /** Seconds since the start. */
  readonly uptime: number;
  /** `starting`, `serving` or `ending`. */
  readonly state: string;
  readonly lanes: readonly LaneInfo[];
  readonly memory: MemoryUse;
  readonly settings: DaemonSettings;
  /** The log file; absent where none can be written. */
  readonly log?: string;
}

/** Something wrong, and what to do. */
export interface DoctorProblem {
  readonly message: string;
  readonly hint: string;
}

/** Result of `doctor`. */
export interface DoctorResult {
  readonly versions: Readonly<Record<string, string>>;
  readonly providers: readonly ProviderInfo[];
  readonly memory: MemoryInfo;
  readonly folders: Readonly<Record<string, string>>;
  readonly problems: readonly DoctorProblem[];
}

/** A block of an open document, in place of a prompt. */
export interface DocumentBlock {
  /** The open document. */
  readonly uri: string;
  /** Index of the block, from 0. */
  readonly block: number;
}

/** A block: one prompt with its settings. */
export interface DocumentBlockResult {
  readonly name: string;
  /** From its header to the end of its prompt. */
  readonly range: TextRange;
  readonly promptRange: TextRange;
  /** The common members of its requests. */
  readonly request: BlockRequest;
  readonly expectations: readonly DocumentExpectation[];
  /** The prompt's tokens; only of the block at the position asked. */
  readonly tokens?: readonly DocumentToken[];
}

/** An `@expect` line with its value now, where it is known. */
export interface DocumentExpectation {
  readonly range: TextRange;
  /** As written. */
  readonly expression: string;
  /** A number, or the text of a token. */
  readonly value?: unknown;
  readonly met?: boolean;
}

/** An open document. */
export interface DocumentName {
  readonly uri: string;
}

/** What is wrong at a place of the document. */
export interface DocumentProblemResult {
  readonly range: TextRange;
  readonly message: string;
  readonly hint: string;
}

/** What a document holds: its blocks and what is wrong with it. */
export interface DocumentRequest {
  readonly textDocument: DocumentName;
  /** The version that the caller has; a document that has moved on is answered as it is now. */
  readonly version?: number;
  /** The block here gets its tokens. */
  readonly position?: TextPosition;
  /** The block of this number, from 0, gets its tokens; in place of a position. */
  readonly block?: number;
  /** The most blocks in the answer, 1 to 1,000; 1,000 where it is absent. */
  readonly count?: number;
}

/** Result of `DocumentRequest`. */
export interface DocumentResult {
  readonly version: number;
  /** How many blocks the document has. */
  readonly count: number;
  /** Number of the first of `Blocks`. It is 0, unless they would not reach the block that was asked for (the last one that begins before the position): then they begin with it. */
  readonly first: number;
  /** Blocks in a row, no more than were asked for. */
  readonly blocks: readonly DocumentBlockResult[];
  /** Of the whole document. */
  readonly problems: readonly DocumentProblemResult[];
}

/** A token of a prompt and where it stands in the document; what the model's tokenizer adds is an empty range at the prompt's start. */
export interface DocumentToken {
  readonly id: number;
  readonly text: string;
  readonly range: TextRange;
}

/** An error as written: code, kind, message, hint and facts. */
export interface ErrorBody {
  readonly code: number;
  readonly kind: ErrorKind;
  readonly message: string;
  readonly hint?: string;
  readonly data?: Readonly<Record<string, unknown>>;
}

/** The object `{ "error": ... }` that stands in the place of a result. */
export interface ErrorResponse {
  readonly error: ErrorBody;
}

/** `contributions` as the answer to "where does this come from", with the model's own prediction. */
export interface ExplainRequest extends ContributionsRequest {}

/** Result of `ExplainRequest`. */
export interface ExplainResult extends ContributionsResult {
  /** The model's own prediction at the analysed position. */
  readonly predictions: readonly Prediction[];
  /** Of a post-norm model, in place of levels: the story of the analysed position in the lens, whose rows are the embedding and the blocks' outputs. */
  readonly story?: readonly LensStory[];
}

/** Params of `interp/figure`. A result of the same request that is still kept is drawn as it is. */
export interface FigureParams {
  /** The request, with its `method`. */
  readonly request: unknown;
  /** `svg` (default) or `png`. */
  readonly format?: string;
}

/** A picture: SVG as text, PNG in base64. */
export interface FigureResult {
  readonly format: string;
  readonly data: string;
}

/** The target or the contrast: in the model's output and at the ends of the analysed stream. */
export interface FollowedToken {
  readonly id: number;
  readonly text: string;
  readonly modelLogProb: number;
  readonly modelRank: number;
  readonly logProbZero: number;
  readonly logProbEmbed: number;
  readonly logProbFinal: number;
}

/** Predictions and any taps of one forward pass. */
export interface ForwardRequest extends AnalysisRequest {
  /** `hook_embed` as given numbers [T][D], instead of text or ids: what enters block 0, positions, types and scale included. For checkpoints without a token embedding, and for any other. */
  readonly embeddings?: readonly (readonly number[])[];
  /** Tap names or patterns; `*` stands for a whole part between dots. Taps are always whole. */
  readonly taps?: readonly string[];
  /** Positions that get an entry in predictions, in the order given; default all; negative counts from the end. */
  readonly positions?: readonly number[];
  /** Tokens per prediction; default 10. */
  readonly top?: number;
}

/** Result of `ForwardRequest`. */
export interface ForwardResult extends AnalysisResult {
  readonly settings: ForwardSettings;
  /** One entry per asked position; absent for models without a vocabulary. */
  readonly predictions?: readonly Prediction[];
  /** Tap name to tensor. */
  readonly taps?: Readonly<Record<string, TensorData>>;
}

/** Settings of a forward, defaults filled. */
export interface ForwardSettings {
  readonly taps: readonly string[];
  readonly positions: readonly number[];
  readonly top: number;
}

/** Params of `interp/release`. */
export interface HandleParams {
  readonly handle: string;
}

/** All heads: a score tensor [layers, H] and both tails. */
export interface HeadLevel {
  readonly layers: readonly number[];
  readonly scores: TensorData;
  readonly top: readonly HeadRow[];
  readonly bottom: readonly HeadRow[];
}

/** Heads split by source position. */
export interface HeadPositionLevel {
  readonly top: readonly HeadPositionRow[];
  readonly bottom: readonly HeadPositionRow[];
  readonly certificate: Certificate;
}

/** A head at one source. */
export interface HeadPositionRow extends ContributionRow {
  readonly layer: number;
  readonly head: number;
  readonly position: number;
  readonly pattern: number;
}

/** The visible source whose part weighs most. */
export interface HeadReads {
  readonly position: number;
  readonly pattern: number;
  readonly score: number;
}

/** A head, summed over its sources. */
export interface HeadRow extends ContributionRow {
  readonly layer: number;
  readonly head: number;
  readonly reads?: HeadReads;
}

/** Settings of hovers. */
export interface HoverSettings {
  readonly enabled?: boolean;
  /** Most rows of layers in a hover. */
  readonly layers?: number;
}

/** Params of `interp/html`: a request with its `method`, and what is opened in the view. */
export interface HtmlParams {
  readonly request: unknown;
  /** The view's own data, which the page hands to it as they are: it cannot ask for more. */
  readonly opened?: unknown;
}

/** Result of `interp/html`: a page that needs no other file. */
export interface HtmlResult {
  readonly html: string;
}

/** What the daemon says of itself in its answer to `initialize`, in the member `interp`. */
export interface InterpServer {
  /** Version of the protocol; client and server must agree. */
  readonly protocolVersion: number;
  /** Name to version: interp, .net, onnxruntime. */
  readonly versions: Readonly<Record<string, string>>;
  /** The analyses, each served as `interp/METHOD`. */
  readonly analyses: readonly AnalysisInfo[];
}

/** What a lane does. */
export interface LaneInfo {
  /** `state`, `quick` or `heavy`. */
  readonly lane: string;
  /** The model of a heavy lane. */
  readonly model?: string;
  readonly running: readonly RunningWork[];
  readonly waiting: number;
}

/** The embedding, an attention output or a feed-forward output. */
export interface LayerRow extends ContributionRow {
  /** `embed`, `attn` or `ff`. */
  readonly component: string;
  readonly layer?: number;
  readonly logProbBefore: number;
  readonly logProbAfter: number;
}

/** What one depth would say at one position. */
export interface LensCell {
  readonly top: readonly TokenProbability[];
  /** Bits. */
  readonly entropy: number;
  readonly target?: TokenRank;
  readonly contrast?: TokenRank;
}

/** One depth of a lens: a cell per position. */
export interface LensPartial {
  readonly row: LensRow;
  /** One per position, in the order of the result's positions. */
  readonly cells: readonly LensCell[];
}

/** What each layer would say: tokens x layers. */
export interface LensRequest extends AnalysisRequest {
  /** `perLayer` (default), `frozen` or `author`. */
  readonly mode?: string;
  /** Positions, in the order given; default all. */
  readonly positions?: readonly number[];
  /** Rows between attention and feed-forward too; default false. */
  readonly mid?: boolean;
  /** Tokens per cell; default 5. */
  readonly top?: number;
  /** A token to follow in every cell. */
  readonly target?: TokenChoice;
  /** A second token in every cell. */
  readonly contrast?: TokenChoice;
  /** Without target: `argmax` (default) or `next`. */
  readonly follow?: string;
}

/** Result of `LensRequest`. */
export interface LensResult extends AnalysisResult {
  readonly settings: LensSettings;
  /** Non-negative. */
  readonly positions: readonly number[];
  readonly rows: readonly LensRow[];
  /** [position][row]. */
  readonly cells: readonly (readonly LensCell[])[];
  /** One per position. */
  readonly story: readonly LensStory[];
}

/** A depth of the stream: `embed`, `mid` or `out`; layer is absent for embed. */
export interface LensRow {
  readonly row: string;
  readonly layer?: number;
}

/** Settings of a lens, defaults filled. Follow is null with a target. */
export interface LensSettings {
  readonly mode: string;
  readonly mid: boolean;
  readonly top: number;
  readonly follow?: string;
  readonly target?: number;
  readonly contrast?: number;
  readonly softCapApplied: boolean;
}

/** From which row on the target leads; indices into rows, null if not so in the last row. */
export interface LensStory {
  /** First row from which on the target has rank 1 in every row to the end. */
  readonly firstFrom?: number;
  /** First row from which on the target is strictly above the contrast to the end. */
  readonly leadsFrom?: number;
}

/** A model in memory. */
export interface LoadedModel {
  readonly model: ModelInfo;
  /** Absolute. */
  readonly path: string;
  /** Precision of its weights in memory: `f32`, `f16` or `q8`. */
  readonly precision: string;
  /** Bytes of its weights in memory of its own. */
  readonly bytes: number;
  /** Bytes of its weights that are read where they are in its files, which the system keeps in memory as long as there is room. */
  readonly mappedBytes: number;
  /** How it is run; absent until its files are hashed, which takes a moment after loading. */
  readonly run?: RunInfo;
}

/** Bytes. */
export interface MemoryInfo {
  readonly total: number;
  readonly available: number;
  readonly resident: number;
}

/** Result of `interp/memory`, in bytes. */
export interface MemoryUse {
  /** Resident memory of the process. */
  readonly resident: number;
  /** Managed heap. */
  readonly heap: number;
  /** Results kept under handles, and what models keep of earlier prompts. */
  readonly kept: number;
  /** Most that is kept of both. */
  readonly budget: number;
  readonly models: readonly LoadedModel[];
}

/** A file of a model. */
export interface ModelFile {
  readonly name: string;
  readonly bytes: number;
}

/** What a model is. What it lacks is absent. */
export interface ModelInfo {
  readonly name: string;
  readonly family: string;
  /** Of the `.gguf`; of a folder: of the lines `NAME SHA256` of config.json and each weight file, names ascending. */
  readonly sha256?: string;
  /** L. */
  readonly layers: number;
  /** D. */
  readonly width: number;
  /** H. */
  readonly heads: number;
  /** G. */
  readonly kvHeads: number;
  /** K. */
  readonly headWidth: number;
  /** F. */
  readonly ffWidth?: number;
  /** V. */
  readonly vocabulary?: number;
  /** Longest prompt in tokens. */
  readonly context: number;
  /** `pre`, `parallel` or `post`. */
  readonly order: string;
}

/** Result of `models info`. */
export interface ModelInfoResult {
  readonly model: ModelInfo;
  readonly path: string;
  /** `gguf` or `safetensors`. */
  readonly format: string;
  readonly files: readonly ModelFile[];
  readonly parameters: number;
  readonly tensorTypes: Readonly<Record<string, number>>;
  readonly norm: string;
  readonly activation: string;
  readonly positions: string;
  readonly tied: boolean;
  readonly tokenizer?: TokenizerInfo;
  readonly hasVocabulary: boolean;
  readonly hasEmbeddings: boolean;
  readonly hasFeedForward: boolean;
  /** Method to true, or to the reason why not. */
  readonly can: Readonly<Record<string, unknown>>;
  readonly card?: Readonly<Record<string, unknown>>;
  /** Of float32 weights; the others' badges are in `Precisions`. */
  readonly verified?: VerifiedInfo;
  /** What its weights take in each precision. */
  readonly precisions: readonly PrecisionInfo[];
  /** What `auto` would choose now. */
  readonly autoPrecision: string;
  readonly warnings: readonly string[];
}

/** A model that is here. */
export interface ModelListEntry {
  readonly name: string;
  readonly path: string;
  readonly format: string;
  readonly family?: string;
  readonly bytes: number;
  /** Where it was found: `embedded`, `INTERP_MODELS` or `huggingface`. */
  readonly source: string;
  readonly badge: string;
}

/** Result of `models list`. */
export interface ModelListResult {
  readonly models: readonly ModelListEntry[];
}

/** Params of the services that take a model; absent = the default one. */
export interface ModelParams {
  readonly model?: string;
}

/** A part asked for by name: a head or a feed-forward neuron. */
export interface NamedPartRow extends ContributionRow {
  readonly layer: number;
  readonly head?: number;
  readonly neuron?: number;
}

/** Feed-forward neurons. */
export interface NeuronLevel {
  readonly top: readonly NeuronRow[];
  readonly bottom: readonly NeuronRow[];
  readonly certificate: Certificate;
}

/** A feed-forward neuron; coefficient = m. */
export interface NeuronRow extends WordedRow {
  readonly layer: number;
  readonly neuron: number;
  readonly coefficient: number;
}

/** A head, a feed-forward neuron, or (queries only) an attention neuron with its position. */
export interface PartChoice {
  readonly layer: number;
  readonly head?: number;
  readonly neuron?: number;
  readonly position?: number;
}

/** A precision of a model's weights. */
export interface PrecisionInfo {
  /** `f32`, `f16` or `q8`. */
  readonly precision: string;
  /** Of memory that the weights take, about. */
  readonly bytes: number;
  /** What a verification with this precision found. */
  readonly badge: string;
}

/** The most probable next tokens at a position. */
export interface Prediction {
  readonly position: number;
  readonly top: readonly TokenProbability[];
}

/** Any vectors of width D in words of the vocabulary. */
export interface ProjectRequest extends AnalysisRequest {
  /** At least one vector. */
  readonly vectors?: readonly VectorChoice[];
  /** `auto` (default), `weights`, `frozen`, `author` or `perLayer`. */
  readonly mode?: string;
  /** Position whose final-norm scale is used for vectors without one; default -1. */
  readonly position?: number;
  /** Tokens with the greatest values; default 10. */
  readonly top?: number;
  /** Tokens with the smallest values; default 10. */
  readonly bottom?: number;
  /** A token to report besides. */
  readonly target?: TokenChoice;
  /** Report the entropy; default true. */
  readonly entropy?: boolean;
}

/** Result of `ProjectRequest`. */
export interface ProjectResult extends AnalysisResult {
  readonly settings: ProjectSettings;
  readonly vectors: readonly ProjectedVector[];
}

/** Settings of project, defaults filled. Position is null without a prompt. */
export interface ProjectSettings {
  readonly mode: string;
  readonly position?: number;
  readonly top: number;
  readonly bottom: number;
  readonly target?: number;
  readonly entropy: boolean;
  readonly softCapApplied: boolean;
}

/** The asked token's place in softmax(values). */
export interface ProjectedTarget {
  readonly id: number;
  readonly text: string;
  readonly value: number;
  readonly logProb: number;
  readonly rank: number;
}

/** One vector in words. */
export interface ProjectedVector {
  /** The request's vector with defaults filled and positions non-negative. */
  readonly vector: VectorChoice;
  /** The mode used. */
  readonly mode: string;
  /** The divisor used; absent for post-norm models. */
  readonly scale?: number;
  /** Length of the vector before any gain. */
  readonly norm: number;
  readonly top: readonly TokenValue[];
  readonly bottom: readonly TokenValue[];
  /** Bits, of softmax(values). */
  readonly entropy?: number;
  readonly target?: ProjectedTarget;
}

/** An execution provider and why it is not used. */
export interface ProviderInfo {
  readonly name: string;
  readonly device?: string;
  readonly driver?: string;
  readonly badge: string;
  readonly reason?: string;
}

/** Which value neurons to explain, and how. */
export interface QueriesRequest {
  /** `ffNeurons` (default), `attentionNeurons`, or a list of parts. */
  readonly of?: QueriesOf;
  /** Default 10. */
  readonly count?: number;
  /** `exact` (default) or `author`. */
  readonly form?: string;
  /** `absolute` or `sum`; default by form. */
  readonly normalise?: string;
  /** Report query neurons; default true. */
  readonly neurons?: boolean;
  /** Length of each tail of query neurons; default 20. */
  readonly top?: number;
  /** Report the share of every component; default false. */
  readonly shares?: boolean;
}

/** What excited the value neurons. */
export interface QueriesResult {
  readonly valueNeurons: readonly ValueNeuron[];
  readonly leftOut: number;
  readonly layers: readonly QueryLayer[];
  readonly neurons?: QueryNeurons;
}

/** Settings of queries, defaults filled. */
export interface QueriesSettings {
  readonly of: QueriesOf;
  readonly count: number;
  readonly form: string;
  readonly normalise: string;
  readonly neurons: boolean;
  readonly top: number;
  readonly shares: boolean;
}

/** A component's query score over all value neurons. */
export interface QueryLayer {
  readonly component: string;
  readonly layer?: number;
  readonly score: number;
}

/** A feed-forward neuron that excited value neurons. */
export interface QueryNeuron {
  readonly layer: number;
  readonly neuron: number;
  readonly score: number;
  readonly raised?: readonly TokenValue[];
  readonly lowered?: readonly TokenValue[];
}

/** Both tails of the query neurons. */
export interface QueryNeurons {
  readonly top: readonly QueryNeuron[];
  readonly bottom: readonly QueryNeuron[];
}

/** What one component of the stream gave to a branch. */
export interface QueryShare {
  readonly component: string;
  readonly layer?: number;
  readonly share: number;
  readonly weight?: number;
}

/** Result of `interp/release`: false where the handle was gone already. */
export interface ReleaseResult {
  readonly released: boolean;
}

/** Params of `interp/commandLine`: a request with its `method`. */
export interface RequestParams {
  readonly request: unknown;
}

/** A list that is too long for one message: its rows are read by `interp/readRows`. */
export interface RowsHandle {
  readonly handle: string;
  readonly count: number;
}

/** Params of `interp/readRows`: rows of a list that is kept under a handle. */
export interface RowsParams {
  readonly handle: string;
  /** First row. */
  readonly start: number;
  /** Rows wanted; fewer come at the end. */
  readonly count: number;
}

/** Rows of the cells of a lens: [position][row]. */
export interface RowsResult {
  readonly rows: readonly (readonly LensCell[])[];
  /** Number of rows of the whole list. */
  readonly total: number;
}

/** How a result was computed. */
export interface RunInfo {
  readonly provider: string;
  readonly precision: string;
  readonly threads: number;
  readonly verified: VerifiedInfo;
  /** Wall time of the request in milliseconds. */
  readonly elapsedMs: number;
}

/** Work that runs. */
export interface RunningWork {
  /** The method that began it. */
  readonly method: string;
  /** Since it began. */
  readonly seconds: number;
}

/** A place in a document: line and UTF-16 code unit in it, both from 0. */
export interface TextPosition {
  readonly line: number;
  readonly character: number;
}

/** A stretch of a document; its end is the first place after it. */
export interface TextRange {
  readonly start: TextPosition;
  readonly end: TextPosition;
}

/** A block of a tensor, row-major, little-endian, at most 256 KB. Null entries are not-a-number in float tiles and 0 in `uint8`, where b >= 1 stands for min + (b - 1)/254 (max - min). */
export interface Tile {
  readonly shape: readonly number[];
  readonly dtype: string;
  /** Base64. */
  readonly data: string;
  /** Of the whole tensor without nulls; absent where every entry is null. */
  readonly min?: number;
  readonly max?: number;
}

/** Params of `interp/readTile`: a block of a tensor that is kept under a handle. */
export interface TileParams {
  readonly handle: string;
  /** First index of each axis. */
  readonly start: readonly number[];
  /** Length along each axis. */
  readonly count: readonly number[];
  /** `float32` (default), `float16` or `uint8`. */
  readonly dtype?: string;
}

/** A token of the prompt. Start and end are UTF-16 offsets into the text; absent when the prompt was given as ids. */
export interface TokenInfo {
  readonly id: number;
  readonly text: string;
  readonly start?: number;
  readonly end?: number;
}

/** A token with its place in a distribution: logit, natural log-probability, probability. */
export interface TokenProbability {
  readonly id: number;
  readonly text: string;
  readonly logit: number;
  readonly logProb: number;
  readonly prob: number;
}

/** A followed token: the same with its rank, 1 + the number of strictly greater logits. */
export interface TokenRank extends TokenProbability {
  readonly rank: number;
}

/** A token with a value of a projection (logits, or arbitrary units in mode weights). */
export interface TokenValue {
  readonly id: number;
  readonly text: string;
  readonly value: number;
}

/** Text to tokens, or ids to texts. */
export interface TokenizeRequest extends AnalysisRequest {
  /** False leaves out what the post-processor would add; default true. */
  readonly special?: boolean;
}

/** Result of `TokenizeRequest`. */
export interface TokenizeResult extends AnalysisResult {
  readonly settings: TokenizeSettings;
}

/** Settings of tokenize, defaults filled. */
export interface TokenizeSettings {
  readonly special: boolean;
}

/** Kind and number of entries of a tokenizer. */
export interface TokenizerInfo {
  readonly kind: string;
  readonly size: number;
}

/** Result of `interp/unloadModel`: false where it was not loaded. */
export interface UnloadResult {
  readonly unloaded: boolean;
}

/** One pre-activation (or value) as a sum of shares. */
export interface ValueBranch {
  /** `pre`, `gate`, `up` or `value`. */
  readonly branch: string;
  readonly total: number;
  readonly mass: number;
  readonly constant: number;
  readonly value: number;
  readonly shares?: readonly QueryShare[];
}

/** A value neuron: feed-forward (layer, neuron) or attention (layer, head, neuron, position). */
export interface ValueNeuron {
  readonly layer: number;
  readonly head?: number;
  readonly neuron: number;
  readonly position?: number;
  /** I_n: the neuron's score. */
  readonly importance: number;
  readonly readPosition: number;
  /** True where its shares could not be normalised. */
  readonly leftOut: boolean;
  readonly branches: readonly ValueBranch[];
}

/** A vector of width D: of a weight, of a part of the stream, of a tap, or given. */
export interface VectorChoice {
  /** `ffValue`, `ffKey`, `ffContribution`, `attnValue`, `attnKey`, `head`, `headSource`, `tap`, `embedding` or `explicit`. */
  readonly kind: string;
  readonly layer?: number;
  readonly neuron?: number;
  readonly head?: number;
  readonly position?: number;
  readonly source?: number;
  /** Gated feed-forward keys: `gate` (default) or `up`. */
  readonly branch?: string;
  /** Multiply a key by the gain of the norm before it; default true. */
  readonly foldNorm?: boolean;
  /** Full tap name. */
  readonly name?: string;
  readonly token?: number;
  /** D finite numbers. */
  readonly values?: readonly number[];
}

/** What `models verify` found: `verified`, `unverified` or `refused`. */
export interface VerifiedInfo {
  readonly badge: string;
  readonly worstTap?: string;
  readonly maxDifference?: number;
}

/** The largest difference of one kind of tap, or of one identity. */
export interface VerifyCheck {
  readonly name: string;
  readonly difference: number;
  readonly limit: number;
  readonly passed: boolean;
}

/** Result of `models verify`. */
export interface VerifyResult {
  readonly model: ModelInfo;
  readonly badge: string;
  readonly checks: readonly VerifyCheck[];
  readonly worstTap?: string;
  readonly maxDifference?: number;
  readonly warnings: readonly string[];
}

/** A part with the words that it raises and lowers with the sign it has here. */
export interface WordedRow extends ContributionRow {
  readonly raised?: readonly TokenValue[];
  readonly lowered?: readonly TokenValue[];
}
