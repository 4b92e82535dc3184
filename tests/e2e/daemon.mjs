// The real daemon under a client: over vscode-jsonrpc, and byte by byte for what no client sends.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import rpc from 'vscode-jsonrpc/node';

const { createMessageConnection, StreamMessageReader, StreamMessageWriter } = rpc;
export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
export const program = join(root, 'server', 'Interp.Cli', 'bin', 'Release', 'net10.0', process.platform === 'win32' ? 'interp.exe' : 'interp');
export const tiny = { model: 'tiny/llama-gqa', ids: [3, 14, 15, 9, 2, 6, 5, 35, 8, 9, 7, 9, 32, 3, 8, 46] };

/** Every neuron onto the whole vocabulary: minutes of work. */
export const sweep = { text: 'The capital of France is', score: 'rank', levels: ['ffNeurons'] };

/** A daemon process; its standard output is kept as it came. */
export class Daemon {
  #err = '';
  #out = [];

  constructor(options = [], environment = {}) {
    this.state = mkdtempSync(join(tmpdir(), 'interp-e2e-'));
    const env = { ...process.env, XDG_STATE_HOME: this.state, INTERP_MODELS: '', ...environment };
    this.process = spawn(program, ['serve', ...options], { stdio: ['pipe', 'pipe', 'pipe'], env });
    this.process.stderr.on('data', (text) => { this.#err += text; });
    this.process.stdout.on('data', (bytes) => { this.#out.push(bytes); });
    this.process.stdin.on('error', () => undefined);
    this.ended = new Promise((resolve) => this.process.once('close', (code, signal) => {
      rmSync(this.state, { recursive: true, force: true });
      resolve({ code, signal });
    }));
  }

  get errors() {
    return this.#err;
  }

  /** All bytes of standard output so far. */
  get bytes() {
    return Buffer.concat(this.#out);
  }

  /** Speaks to it as an editor does. */
  async connect(initializationOptions = { protocolVersion: 1 }, capabilities = {}) {
    this.connection = createMessageConnection(new StreamMessageReader(this.process.stdout), new StreamMessageWriter(this.process.stdin));
    this.connection.onError(() => undefined);
    this.connection.listen();
    this.greeting = await this.request('initialize', { processId: null, rootUri: null, capabilities, initializationOptions });
    await this.connection.sendNotification('initialized', {});
    return this;
  }

  request(method, params, token) {
    const given = [params, token].filter((argument) => argument !== undefined);
    return this.connection.sendRequest(method, ...given);
  }

  /** The error that a request is answered with. */
  async refusal(method, params) {
    try {
      await this.request(method, params);
    } catch (error) {
      return error;
    }

    throw new Error(`${method} was served`);
  }

  send(message) {
    const content = Buffer.from(typeof message === 'string' ? message : JSON.stringify({ jsonrpc: '2.0', ...message }));
    this.write(Buffer.concat([Buffer.from(`Content-Length: ${content.length}\r\n\r\n`), content]));
  }

  write(bytes) {
    this.process.stdin.write(bytes);
  }

  /** The messages so far; throws where a byte belongs to no frame. */
  get messages() {
    return framesOf(this.bytes).messages;
  }

  /** Waits until a message fits. */
  async until(fits, what = String(fits)) {
    for (;;) {
      const found = this.messages.find(fits);
      if (found !== undefined) {
        return found;
      }

      await this.#change(what);
    }
  }

  answer(id) {
    return this.until((message) => message.id === id && message.method === undefined, `an answer to ${id}`);
  }

  #change(what) {
    return new Promise((resolve, reject) => {
      const ended = () => reject(new Error(`the daemon ended before ${what}: ${this.#err}`));
      if (this.process.stdout.closed) {
        ended();
        return;
      }

      this.process.once('close', ended);
      this.process.stdout.once('data', () => {
        this.process.off('close', ended);
        resolve();
      });
    });
  }

  /** Waits until work of a method runs in a lane. */
  async untilRunning(method) {
    for (;;) {
      const { lanes } = await this.request('interp/debugInfo', {});
      if (lanes.some((lane) => lane.running.some((work) => work.method === method))) {
        return;
      }
    }
  }

  async stop() {
    if (this.connection !== undefined && this.process.exitCode === null) {
      await this.request('shutdown').catch(() => undefined);
      await this.connection.sendNotification('exit').catch(() => undefined);
    }

    this.process.stdin.end();
    const ended = await this.ended;
    this.connection?.dispose();
    return ended;
  }
}

/** The messages in some bytes, and what is left of a last one that is not complete. */
export function framesOf(bytes) {
  const messages = [];
  let rest = bytes;
  while (rest.length > 0) {
    const end = rest.indexOf('\r\n\r\n');
    const header = rest.subarray(0, end < 0 ? Math.min(rest.length, 60) : end).toString('latin1');
    const length = /^Content-Length: (\d+)$/.exec(header)?.[1];
    if (end >= 0 ? length === undefined : !'Content-Length: '.startsWith(header.slice(0, 16))) {
      throw new Error(`a byte that belongs to no frame: ${JSON.stringify(header)}`);
    }

    if (end < 0 || rest.length < end + 4 + Number(length)) {
      break;
    }

    messages.push(JSON.parse(rest.subarray(end + 4, end + 4 + Number(length)).toString('utf8')));
    rest = rest.subarray(end + 4 + Number(length));
  }

  return { messages, rest };
}

/** Whether a process of this id runs. One that has ended stays in the table until its parent, or whoever took its place, asks for it. */
export function isAlive(id) {
  try {
    process.kill(id, 0);
    return process.platform !== 'linux' || !/^\d+ \(.*\) [ZX]/s.test(readFileSync(`/proc/${id}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

/** Waits until something is so; the test's own limit ends the waiting. */
export async function until(holds) {
  while (!(await holds())) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
