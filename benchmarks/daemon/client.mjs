// A client of the real daemon for measuring: starts `interp serve` as an editor would and speaks to it over its pipes.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import rpc from 'vscode-jsonrpc/node';
import { root } from '../../scripts/requirements.mjs';

const { createMessageConnection, StreamMessageReader, StreamMessageWriter } = rpc;
const uri = 'file:///measured.interp';

/** A daemon that was started, with its times in milliseconds since the start. */
export class Daemon {
  #versions = 0;

  static async start() {
    const daemon = new Daemon();
    daemon.started = performance.now();
    daemon.process = spawn(join(root, process.platform === 'win32' ? 'interp.cmd' : 'interp'), ['serve', '--clientProcessId', String(process.pid)], {
      stdio: ['pipe', 'pipe', 'ignore'], shell: process.platform === 'win32',
    });
    daemon.connection = createMessageConnection(new StreamMessageReader(daemon.process.stdout), new StreamMessageWriter(daemon.process.stdin));
    daemon.connection.listen();
    await daemon.request('initialize', { processId: process.pid, rootUri: null, capabilities: {}, initializationOptions: { protocolVersion: 1 } });
    daemon.firstReply = performance.now() - daemon.started;
    await daemon.connection.sendNotification('initialized', {});
    return daemon;
  }

  request(method, params, token) {
    const given = [params, token].filter((argument) => argument !== undefined);
    return this.connection.sendRequest(method, ...given);
  }

  /** Shows the daemon a document with this text, or its next version. */
  async write(text) {
    this.#versions += 1;
    if (this.#versions === 1) {
      await this.connection.sendNotification('textDocument/didOpen', { textDocument: { uri, languageId: 'interp', version: 1, text } });
    } else {
      await this.connection.sendNotification('textDocument/didChange', { textDocument: { uri, version: this.#versions }, contentChanges: [{ text }] });
    }
  }

  /** Hovers over a character of the document until its token is explained; gives the milliseconds that the editor waited in all. */
  async hover(line, character) {
    const before = performance.now();
    for (;;) {
      const hover = await this.request('textDocument/hover', { textDocument: { uri }, position: { line, character } });
      if (hover?.contents.value.includes('<table>')) {
        return performance.now() - before;
      }
    }
  }

  /** Resident memory in bytes; NaN where the system does not say. */
  get resident() {
    try {
      return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${this.process.pid}/status`, 'utf8'))?.[1]) * 1024;
    } catch {
      return NaN;
    }
  }

  async stop() {
    await this.connection.sendRequest('shutdown');
    const ended = new Promise((resolve) => this.process.once('exit', resolve));
    await this.connection.sendNotification('exit');
    await ended;
    this.connection.dispose();
  }
}

/** The value below which a share of the values lies. */
export function quantile(values, share) {
  const sorted = [...values].sort((left, right) => left - right);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
}

export const milliseconds = (value) => `${value.toFixed(value < 10 ? 1 : 0)} ms`;

/** A text of about so many tokens of the default model: common words are one token each. */
export function words(count, seed = 0) {
  const known = 'the cat sat on a mat and then it saw the moon over the hill while the dog was in the house with his friend from the town'.split(' ');
  return Array.from({ length: count }, (_, index) => known[(index * 7 + seed * 3 + ((index * index) % 5)) % known.length]).join(' ');
}
