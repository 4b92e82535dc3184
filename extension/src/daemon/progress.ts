// Partial results and progress of one request.
import { ProgressType, type LanguageClient } from 'vscode-languageclient/node';
import type { Disposable } from 'vscode';
import type { RequestOptions } from './daemon.js';

const progressType = new ProgressType<unknown>();

/** Parts come gathered: each message has those that became ready since the one before. */
export function partsOf<Part>(client: LanguageClient, token: string, { onParts }: RequestOptions<Part>): Disposable | undefined {
  return onParts === undefined ? undefined : client.onProgress(new ProgressType<readonly Part[]>(), token, onParts);
}

export function progressOf(
  client: LanguageClient,
  token: string,
  onProgress: (progress: { message: string; percentage?: number }) => void,
): Disposable {
  let title = '';
  return client.onProgress(progressType, token, (value) => {
    if (typeof value !== 'object' || value === null) {
      return;
    }

    if ('title' in value && typeof value.title === 'string') {
      title = value.title;
    }

    const message = 'message' in value && typeof value.message === 'string' ? value.message : title;
    if (message !== '') {
      onProgress(
        'percentage' in value && typeof value.percentage === 'number' ? { message, percentage: value.percentage } : { message },
      );
    }
  });
}
