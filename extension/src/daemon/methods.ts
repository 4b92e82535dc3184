// The daemon's methods with their params and results.
import type {
  CommandLineResult,
  DebugInfo,
  DoctorResult,
  DocumentRequest,
  DocumentResult,
  FigureParams,
  FigureResult,
  HtmlParams,
  HtmlResult,
  LoadedModel,
  MemoryUse,
  ModelInfoResult,
  ModelListResult,
  ModelParams,
  RequestParams,
  RowsParams,
  RowsResult,
  VerifyResult,
} from '../../shared/contracts.js';

/** A method by name; params, result and parts of the result exist for the type checker only. */
export interface Method<P, R, Part = unknown> {
  readonly name: string;
  readonly types?: (params: P, onPart: (part: Part) => void) => R;
}

const method = <P, R>(name: string): Method<P, R> => ({ name });

export type NoParams = Readonly<Record<string, never>>;

export const methods = {
  document: method<DocumentRequest, DocumentResult>('interp/document'),
  runExpectations: method<DocumentRequest, DocumentResult>('interp/runExpectations'),
  models: method<NoParams, ModelListResult>('interp/models'),
  modelInfo: method<ModelParams, ModelInfoResult>('interp/modelInfo'),
  loadModel: method<ModelParams, LoadedModel>('interp/loadModel'),
  verifyModel: method<ModelParams, VerifyResult>('interp/verifyModel'),
  memory: method<NoParams, MemoryUse>('interp/memory'),
  doctor: method<NoParams, DoctorResult>('interp/doctor'),
  debugInfo: method<NoParams, DebugInfo>('interp/debugInfo'),
  readRows: method<RowsParams, RowsResult>('interp/readRows'),
  figure: method<FigureParams, FigureResult>('interp/figure'),
  html: method<HtmlParams, HtmlResult>('interp/html'),
  commandLine: method<RequestParams, CommandLineResult>('interp/commandLine'),
};
