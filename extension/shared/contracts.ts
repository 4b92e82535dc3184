// The records of requests and results (server/Interp.Contracts) as TypeScript.

/** A token named by id or by its text. */
export type TokenChoice = number | string;

/** Value neurons by level name or as a list. */
export type QueriesOf = string | readonly PartChoice[];

export interface AnalysisRequest {
  readonly method?: string;
  readonly model?: string;
  readonly text?: string;
  readonly ids?: readonly number[];
  readonly typeIds?: readonly number[];
  readonly provider?: string;
  readonly device?: string;
  readonly precision?: string;
  readonly edits?: unknown;
}

export interface AnalysisResult {
  readonly method: string;
  readonly model?: ModelInfo;
  readonly run?: RunInfo;
  readonly tokens?: readonly TokenInfo[];
  readonly warnings: readonly string[];
}

export interface ModelInfo {
  readonly name: string;
  readonly family: string;
  readonly sha256?: string;
  readonly layers: number;
  readonly width: number;
  readonly heads: number;
  readonly kvHeads: number;
  readonly headWidth: number;
  readonly ffWidth?: number;
  readonly vocabulary?: number;
  readonly context: number;
  readonly order: string;
}

export interface RunInfo {
  readonly provider: string;
  readonly precision: string;
  readonly threads: number;
  readonly verified: VerifiedInfo;
  readonly elapsedMs: number;
}

export interface VerifiedInfo {
  readonly badge: string;
  readonly worstTap?: string;
  readonly maxDifference?: number;
}

export interface TokenInfo {
  readonly id: number;
  readonly text: string;
  readonly start?: number;
  readonly end?: number;
}

export interface TokenValue {
  readonly id: number;
  readonly text: string;
  readonly value: number;
}

export interface TokenProbability {
  readonly id: number;
  readonly text: string;
  readonly logit: number;
  readonly logProb: number;
  readonly prob: number;
}

export interface TokenRank extends TokenProbability {
  readonly rank: number;
}

export interface ContributionsRequest extends AnalysisRequest {
  readonly mode?: string;
  readonly position?: number;
  readonly target?: TokenChoice;
  readonly contrast?: TokenChoice;
  readonly levels?: readonly string[];
  readonly inLayers?: readonly number[];
  readonly top?: number;
  readonly bottom?: number;
  readonly score?: string;
  readonly maxEvaluations?: number;
  readonly words?: number;
  readonly reads?: boolean;
  readonly rows?: readonly PartChoice[];
  readonly queries?: QueriesRequest;
}

export interface ExplainRequest extends ContributionsRequest {}

export interface PartChoice {
  readonly layer: number;
  readonly head?: number;
  readonly neuron?: number;
  readonly position?: number;
}

export interface QueriesRequest {
  readonly of?: QueriesOf;
  readonly count?: number;
  readonly form?: string;
  readonly normalise?: string;
  readonly neurons?: boolean;
  readonly top?: number;
  readonly shares?: boolean;
}

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
  readonly scale: number;
  readonly softCapApplied: boolean;
  readonly queries?: QueriesSettings;
}

export interface QueriesSettings {
  readonly of: QueriesOf;
  readonly count: number;
  readonly form: string;
  readonly normalise: string;
  readonly neurons: boolean;
  readonly top: number;
  readonly shares: boolean;
}

export interface ContributionsResult extends AnalysisResult {
  readonly settings: ContributionsSettings;
  readonly target: FollowedToken;
  readonly contrast?: FollowedToken;
  readonly sum: ContributionSum;
  readonly layers?: readonly LayerRow[];
  readonly biases?: readonly BiasRow[];
  readonly heads?: HeadLevel;
  readonly headPositions?: HeadPositionLevel;
  readonly ffNeurons?: NeuronLevel;
  readonly attentionUnits?: AttentionUnitLevel;
  readonly attentionNeurons?: AttentionNeuronLevel;
  readonly rows?: readonly NamedPartRow[];
  readonly queries?: QueriesResult;
}

export interface ExplainResult extends ContributionsResult {
  readonly predictions: readonly Prediction[];
}

export interface FollowedToken {
  readonly id: number;
  readonly text: string;
  readonly modelLogProb: number;
  readonly modelRank: number;
  readonly logProbZero: number;
  readonly logProbEmbed: number;
  readonly logProbFinal: number;
}

export interface ContributionSum {
  readonly layers: number;
  readonly total: number;
  readonly interaction: number;
}

export interface ContributionRow {
  readonly score: number;
  readonly bs: number;
  readonly norm: number;
  readonly firstOrder?: number;
  readonly increase?: number;
  readonly increaseContrast?: number;
}

export interface LayerRow extends ContributionRow {
  readonly component: string;
  readonly layer?: number;
  readonly logProbBefore: number;
  readonly logProbAfter: number;
}

export interface BiasRow extends ContributionRow {
  readonly component: string;
  readonly layer: number;
}

export interface HeadLevel {
  readonly layers: readonly number[];
  readonly scores: TensorData;
  readonly top: readonly HeadRow[];
  readonly bottom: readonly HeadRow[];
}

export interface HeadRow extends ContributionRow {
  readonly layer: number;
  readonly head: number;
  readonly reads?: HeadReads;
}

export interface HeadReads {
  readonly position: number;
  readonly pattern: number;
  readonly score: number;
}

export interface HeadPositionLevel {
  readonly top: readonly HeadPositionRow[];
  readonly bottom: readonly HeadPositionRow[];
  readonly certificate: Certificate;
}

export interface HeadPositionRow extends ContributionRow {
  readonly layer: number;
  readonly head: number;
  readonly position: number;
  readonly pattern: number;
}

export interface NeuronLevel {
  readonly top: readonly NeuronRow[];
  readonly bottom: readonly NeuronRow[];
  readonly certificate: Certificate;
}

export interface WordedRow extends ContributionRow {
  readonly raised?: readonly TokenValue[];
  readonly lowered?: readonly TokenValue[];
}

export interface NeuronRow extends WordedRow {
  readonly layer: number;
  readonly neuron: number;
  readonly coefficient: number;
}

export interface AttentionUnitLevel {
  readonly top: readonly AttentionUnitRow[];
  readonly bottom: readonly AttentionUnitRow[];
  readonly certificate: Certificate;
}

export interface AttentionUnitRow extends WordedRow {
  readonly layer: number;
  readonly head: number;
  readonly neuron: number;
  readonly coefficient: number;
}

export interface AttentionNeuronLevel {
  readonly top: readonly AttentionNeuronRow[];
  readonly bottom: readonly AttentionNeuronRow[];
  readonly certificate: Certificate;
}

export interface AttentionNeuronRow extends WordedRow {
  readonly layer: number;
  readonly head: number;
  readonly neuron: number;
  readonly position: number;
  readonly coefficient: number;
}

export interface NamedPartRow extends ContributionRow {
  readonly layer: number;
  readonly head?: number;
  readonly neuron?: number;
}

export interface Certificate {
  readonly certified: boolean;
  readonly bound: string;
  readonly candidates: number;
  readonly exactEvaluations: number;
  readonly headTokens?: readonly number[];
  readonly topGap?: number;
  readonly bottomGap?: number;
}

export interface QueriesResult {
  readonly valueNeurons: readonly ValueNeuron[];
  readonly leftOut: number;
  readonly layers: readonly QueryLayer[];
  readonly neurons?: QueryNeurons;
}

export interface ValueNeuron {
  readonly layer: number;
  readonly head?: number;
  readonly neuron: number;
  readonly position?: number;
  readonly importance: number;
  readonly readPosition: number;
  readonly leftOut: boolean;
  readonly branches: readonly ValueBranch[];
}

export interface ValueBranch {
  readonly branch: string;
  readonly total: number;
  readonly mass: number;
  readonly constant: number;
  readonly value: number;
  readonly shares?: readonly QueryShare[];
}

export interface QueryShare {
  readonly component: string;
  readonly layer?: number;
  readonly share: number;
  readonly weight?: number;
}

export interface QueryLayer {
  readonly component: string;
  readonly layer?: number;
  readonly score: number;
}

export interface QueryNeurons {
  readonly top: readonly QueryNeuron[];
  readonly bottom: readonly QueryNeuron[];
}

export interface QueryNeuron {
  readonly layer: number;
  readonly neuron: number;
  readonly score: number;
  readonly raised?: readonly TokenValue[];
  readonly lowered?: readonly TokenValue[];
}

export interface ErrorResponse {
  readonly error: ErrorBody;
}

export interface ErrorBody {
  readonly code: number;
  readonly kind: string;
  readonly message: string;
  readonly hint?: string;
  readonly data?: Readonly<Record<string, unknown>>;
}

export interface ForwardRequest extends AnalysisRequest {
  readonly taps?: readonly string[];
  readonly positions?: readonly number[];
  readonly top?: number;
}

export interface ForwardSettings {
  readonly taps: readonly string[];
  readonly positions: readonly number[];
  readonly top: number;
}

export interface ForwardResult extends AnalysisResult {
  readonly settings: ForwardSettings;
  readonly predictions?: readonly Prediction[];
  readonly taps?: Readonly<Record<string, TensorData>>;
}

export interface Prediction {
  readonly position: number;
  readonly top: readonly TokenProbability[];
}

export interface TokenizeRequest extends AnalysisRequest {
  readonly special?: boolean;
}

export interface TokenizeSettings {
  readonly special: boolean;
}

export interface TokenizeResult extends AnalysisResult {
  readonly settings: TokenizeSettings;
}

export interface LensRequest extends AnalysisRequest {
  readonly mode?: string;
  readonly positions?: readonly number[];
  readonly mid?: boolean;
  readonly top?: number;
  readonly target?: TokenChoice;
  readonly contrast?: TokenChoice;
  readonly follow?: string;
}

export interface LensSettings {
  readonly mode: string;
  readonly mid: boolean;
  readonly top: number;
  readonly follow?: string;
  readonly target?: number;
  readonly contrast?: number;
  readonly softCapApplied: boolean;
}

export interface LensResult extends AnalysisResult {
  readonly settings: LensSettings;
  readonly positions: readonly number[];
  readonly rows: readonly LensRow[];
  readonly cells: readonly (readonly LensCell[])[];
  readonly story: readonly LensStory[];
}

export interface LensRow {
  readonly row: string;
  readonly layer?: number;
}

export interface LensCell {
  readonly top: readonly TokenProbability[];
  readonly entropy: number;
  readonly target?: TokenRank;
  readonly contrast?: TokenRank;
}

export interface LensStory {
  readonly firstFrom?: number;
  readonly leadsFrom?: number;
}

export interface ProjectRequest extends AnalysisRequest {
  readonly vectors?: readonly VectorChoice[];
  readonly mode?: string;
  readonly position?: number;
  readonly top?: number;
  readonly bottom?: number;
  readonly target?: TokenChoice;
  readonly entropy?: boolean;
}

export interface VectorChoice {
  readonly kind: string;
  readonly layer?: number;
  readonly neuron?: number;
  readonly head?: number;
  readonly position?: number;
  readonly source?: number;
  readonly branch?: string;
  readonly foldNorm?: boolean;
  readonly name?: string;
  readonly token?: number;
  readonly values?: readonly number[];
}

export interface ProjectSettings {
  readonly mode: string;
  readonly position?: number;
  readonly top: number;
  readonly bottom: number;
  readonly target?: number;
  readonly entropy: boolean;
  readonly softCapApplied: boolean;
}

export interface ProjectResult extends AnalysisResult {
  readonly settings: ProjectSettings;
  readonly vectors: readonly ProjectedVector[];
}

export interface ProjectedVector {
  readonly vector: VectorChoice;
  readonly mode: string;
  readonly scale?: number;
  readonly norm: number;
  readonly top: readonly TokenValue[];
  readonly bottom: readonly TokenValue[];
  readonly entropy?: number;
  readonly target?: ProjectedTarget;
}

export interface ProjectedTarget {
  readonly id: number;
  readonly text: string;
  readonly value: number;
  readonly logProb: number;
  readonly rank: number;
}

export interface DoctorResult {
  readonly versions: Readonly<Record<string, string>>;
  readonly providers: readonly ProviderInfo[];
  readonly memory: MemoryInfo;
  readonly folders: Readonly<Record<string, string>>;
  readonly problems: readonly DoctorProblem[];
}

export interface ProviderInfo {
  readonly name: string;
  readonly device?: string;
  readonly driver?: string;
  readonly badge: string;
  readonly reason?: string;
}

export interface MemoryInfo {
  readonly total: number;
  readonly available: number;
  readonly resident: number;
}

export interface DoctorProblem {
  readonly message: string;
  readonly hint: string;
}

export interface ModelInfoResult {
  readonly model: ModelInfo;
  readonly path: string;
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
  readonly can: Readonly<Record<string, unknown>>;
  readonly card?: Readonly<Record<string, unknown>>;
  readonly verified?: VerifiedInfo;
  readonly warnings: readonly string[];
}

export interface ModelFile {
  readonly name: string;
  readonly bytes: number;
}

export interface TokenizerInfo {
  readonly kind: string;
  readonly size: number;
}

export interface ModelListResult {
  readonly models: readonly ModelListEntry[];
}

export interface ModelListEntry {
  readonly name: string;
  readonly path: string;
  readonly format: string;
  readonly family?: string;
  readonly bytes: number;
  readonly source: string;
  readonly badge: string;
}

export interface ExportResult {
  readonly path: string;
  readonly files: readonly ModelFile[];
}

export interface VerifyResult {
  readonly model: ModelInfo;
  readonly badge: string;
  readonly checks: readonly VerifyCheck[];
  readonly worstTap?: string;
  readonly maxDifference?: number;
  readonly warnings: readonly string[];
}

export interface VerifyCheck {
  readonly name: string;
  readonly difference: number;
  readonly limit: number;
  readonly passed: boolean;
}

/** A tensor: whole, or under a handle that interp/readTile reads. */
export type TensorData =
  | { readonly shape: readonly number[]; readonly data: readonly (number | null)[] }
  | { readonly shape: readonly number[]; readonly dtype: string; readonly handle: string };

export interface TextPosition {
  readonly line: number;
  readonly character: number;
}
export interface TextRange {
  readonly start: TextPosition;
  readonly end: TextPosition;
}
export interface DocumentRequest {
  readonly textDocument: { readonly uri: string };
  readonly version?: number;
  readonly position?: TextPosition;
}
export interface DocumentResult {
  readonly version: number;
  readonly blocks: readonly DocumentBlockResult[];
  readonly problems: readonly unknown[];
}
export interface DocumentBlockResult {
  readonly name: string;
  readonly range: TextRange;
  readonly promptRange: TextRange;
  readonly request: { readonly model?: string; readonly text: string };
  readonly expectations: readonly { readonly met?: boolean }[];
  readonly tokens?: readonly { readonly id: number; readonly text: string; readonly range: TextRange }[];
}
export interface CommandLineResult {
  readonly command: string;
}
export interface HtmlResult {
  readonly html: string;
}
export interface RequestParams {
  readonly request: unknown;
}
export interface FigureParams {
  readonly request: unknown;
  readonly format?: string;
}
export interface FigureResult {
  readonly format: string;
  readonly data: string;
}
export interface LoadedModel {
  readonly model: ModelInfo;
  readonly path: string;
  readonly bytes: number;
  readonly run?: RunInfo;
}
export interface MemoryUse {
  readonly resident: number;
  readonly heap: number;
  readonly kept: number;
  readonly budget: number;
  readonly models: readonly LoadedModel[];
}
export interface DebugInfo {
  readonly version: string;
}
export interface ModelParams {
  readonly model?: string;
}
export interface RowsParams {
  readonly handle: string;
  readonly start: number;
  readonly count: number;
}
export interface RowsResult {
  readonly rows: readonly (readonly LensCell[])[];
  readonly total: number;
}
export interface DaemonSettings {
  readonly protocolVersion?: number;
  readonly trusted?: boolean;
  readonly model?: string;
  readonly modelDirectories?: readonly string[];
  readonly provider?: string;
  readonly device?: string;
  readonly precision?: string;
  readonly threads?: number;
  readonly memoryBudget?: number;
  readonly lens?: string;
  readonly hover?: { readonly enabled?: boolean; readonly layers?: number };
  readonly codeLens?: { readonly enabled?: boolean };
}
