// Errors of the daemon as a person reads them: what happened, what to do, which buttons help.
import type { Failure, FailureAction } from '../../shared/viewProtocol.js';
import { StartProblem, type Remedy } from './problems.js';

const cancelledCode = -32800;
const internalCode = -32603;

/** The codes of vscode-jsonrpc for a connection that ended, or ends before there is an answer. */
const lostCodes: readonly (number | undefined)[] = [-32097, -32096];

/** True where the request was cancelled: nothing is shown for it. */
export function isCancelled(error: unknown): boolean {
  return (
    codeOf(error) === cancelledCode ||
    (error instanceof Error && (error.name === 'Canceled' || error.name === 'CancellationError'))
  );
}

export function failureOf(error: unknown): Failure {
  if (error instanceof StartProblem) {
    return {
      kind: 'notStarted',
      message: error.message,
      // To run it again starts the daemon, too.
      actions: ['retry', ...error.remedies.map(actionOf).filter((action) => action !== undefined && action !== 'restart')],
    };
  }

  if (lostCodes.includes(codeOf(error))) {
    return {
      kind: 'failed',
      message: 'The daemon stopped before it had an answer.',
      hint: 'It is started again by itself.',
      actions: actionsFor('failed'),
    };
  }

  const message = error instanceof Error ? error.message : String(error);
  const data = dataOf(error);
  const kind = textAt(data, 'kind') ?? (codeOf(error) === internalCode ? 'internal' : 'failed');
  const hint = textAt(data, 'hint');
  return { kind, message, actions: actionsFor(kind), ...(hint === undefined ? {} : { hint }) };
}

function actionsFor(kind: string): readonly FailureAction[] {
  switch (kind) {
    case 'modelNotFound':
    case 'modelUnsupported':
    case 'modelDamaged':
    case 'notAvailable':
      return ['chooseModel'];
    case 'providerUnavailable':
      return ['useCpu'];
    case 'providerRefused':
      return ['useCpu', 'showLog'];
    case 'outOfMemory':
      return ['chooseModel', 'restart'];
    case 'resultExpired':
      return ['retry'];
    case 'failed':
    case 'internal':
    case 'notFinite':
      return ['retry', 'showLog'];
    default:
      return [];
  }
}

function actionOf(remedy: Remedy): FailureAction | undefined {
  switch (remedy) {
    case 'log':
      return 'showLog';
    case 'restart':
      return 'restart';
    case 'chooseModel':
      return 'chooseModel';
    case 'useCpu':
    case 'openTour':
    case 'openWalkthrough':
      return remedy;
    case 'settings':
      return undefined;
  }
}

function codeOf(error: unknown): number | undefined {
  return typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'number'
    ? error.code
    : undefined;
}

function dataOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'data' in error ? error.data : undefined;
}

function textAt(value: unknown, name: string): string | undefined {
  const member: unknown =
    typeof value === 'object' && value !== null ? Object.getOwnPropertyDescriptor(value, name)?.value : undefined;
  return typeof member === 'string' && member !== '' ? member : undefined;
}
