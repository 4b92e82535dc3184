// The parts that features share.
import type * as vscode from 'vscode';
import type { Daemon } from './daemon/daemon.js';
import type { Blocks } from './documents/blocks.js';
import type { TokenOutline } from './documents/tokenOutline.js';
import type { Exploration } from './features/exploreSelection.js';
import type { Panels } from './panels/panels.js';

export interface Interp {
  readonly context: vscode.ExtensionContext;
  readonly log: vscode.LogOutputChannel;
  readonly daemon: Daemon;
  readonly blocks: Blocks;
  readonly outline: TokenOutline;
  readonly panels: Panels;
  readonly exploration: Exploration;
}
