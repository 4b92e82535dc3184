// The way to the extension: VS Code's postMessage in a panel, a page's own data in a saved file, anything in a test.
import { isToView, type FromView, type ToView, type ViewKind } from '../../shared/viewProtocol.js';

/** Both directions, and the state that survives a reload. */
export interface Channel<K extends ViewKind> {
  /** False where nobody answers: a saved page cannot run anything. */
  readonly live: boolean;
  post(message: FromView<K>): void;
  onMessage(receive: (message: ToView<K>) => void): void;
  getState(): unknown;
  setState(state: unknown): void;
}

/** What VS Code gives to a webview. */
interface EditorApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare global {
  /** Present in a panel of the editor. */
  function acquireVsCodeApi(): EditorApi;

  interface Window {
    /** Present where a page plays the extension: development and tests. */
    interpEditor?: EditorApi;
  }
}

/** The channel of this page. */
export function openChannel<K extends ViewKind>(kind: K): Channel<K> {
  if (window.interpEditor !== undefined) {
    return editorChannel(window.interpEditor);
  }

  return typeof acquireVsCodeApi === 'function' ? editorChannel(acquireVsCodeApi()) : pageChannel(kind);
}

function editorChannel<K extends ViewKind>(editor: EditorApi): Channel<K> {
  return {
    live: true,
    post: (message) => {
      editor.postMessage(message);
    },
    onMessage: (receive) => {
      window.addEventListener('message', (event: MessageEvent<unknown>) => {
        if (isToView<K>(event.data)) {
          receive(event.data);
        }
      });
    },
    getState: () => editor.getState(),
    setState: (state) => {
      editor.setState(state);
    },
  };
}

/** A saved page: its data stand in the document, and there is nobody to ask. */
function pageChannel<K extends ViewKind>(kind: K): Channel<K> {
  let state: unknown;
  return {
    live: false,
    post: () => undefined,
    onMessage: (receive) => {
      const text = document.getElementById('interp-data')?.textContent;
      const data: unknown = text === undefined ? undefined : JSON.parse(text);
      if (isToView<K>(data)) {
        receive(data);
      } else {
        throw new Error(`This page holds no result of ${kind}.`);
      }
    },
    getState: () => state,
    setState: (next) => {
      state = next;
    },
  };
}
