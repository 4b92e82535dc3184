// Smaller questions on the way down: each is asked once, and the answers of what is shown are kept.
import type { DetailRequest, DetailResult, ToView, ViewKind } from '../../shared/viewProtocol.js';
import type { Channel } from './channel.js';

/** A question in flight. */
interface Waiting {
  readonly resolve: (result: DetailResult) => void;
  readonly reject: (failure: Error) => void;
}

/** Sends details and matches their answers. */
export class Details<K extends ViewKind> {
  private readonly waiting = new Map<number, Waiting>();
  private last = 0;

  constructor(private readonly channel: Channel<K>) {}

  /** Asks; a saved page has nobody to ask and rejects at once. */
  ask(detail: DetailRequest): Promise<DetailResult> {
    if (!this.channel.live) {
      return Promise.reject(
        new Error('A saved page cannot compute more. Open this prompt in the editor, or repeat it on the command line (e).'),
      );
    }

    this.last += 1;
    const id = this.last;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
      this.channel.post({ type: 'detail', id, detail });
    });
  }

  /** Takes an answer. */
  receive(message: Extract<ToView, { type: 'detail' }>): void {
    const waiting = this.waiting.get(message.id);
    this.waiting.delete(message.id);
    if (message.result !== undefined) {
      waiting?.resolve(message.result);
    } else {
      waiting?.reject(new Error(message.failure?.message ?? 'The answer was empty.'));
    }
  }
}
