// Show Memory: what the daemon holds, in words.
import * as vscode from 'vscode';
import { commands } from '../commands.js';
import { methods } from '../daemon/methods.js';
import type { Interp } from '../interp.js';
import { registerCommand } from './command.js';

export function registerMemory(interp: Interp): void {
  registerCommand(interp, commands.showMemory, async () => {
    const { resident, heap, kept, budget, models } = await interp.daemon.request(methods.memory, {});
    const items: vscode.QuickPickItem[] = [
      { label: bytes(resident), description: 'in memory, all together', iconPath: new vscode.ThemeIcon('server-process') },
      ...models.map((loaded) => ({
        label: bytes(loaded.bytes + loaded.mappedBytes),
        description: `weights of ${loaded.model.name} in ${loaded.precision}`,
        detail:
          loaded.mappedBytes > 0
            ? `${loaded.path} (${bytes(loaded.mappedBytes)} of them read where they are in the file)`
            : loaded.path,
        iconPath: new vscode.ThemeIcon('package'),
      })),
      {
        label: bytes(kept),
        description: `results and prefixes kept, of at most ${bytes(budget)} (interp.memoryBudget)`,
        iconPath: new vscode.ThemeIcon('archive'),
      },
      { label: bytes(heap), description: 'managed heap', iconPath: new vscode.ThemeIcon('circle-outline') },
    ];
    await vscode.window.showQuickPick(items, { title: 'Memory of Interp', placeHolder: 'Sizes now' });
  });
}

/** A size with three digits that count. */
export function bytes(value: number): string {
  const units = ['B', 'KB', 'MB', 'GB', 'TB'];
  const power = Math.min(units.length - 1, value < 1 ? 0 : Math.floor(Math.log2(value) / 10));
  const scaled = value / 1024 ** power;
  return `${power === 0 ? String(Math.round(scaled)) : scaled.toPrecision(Math.max(3, String(Math.floor(scaled)).length))} ${units[power] ?? ''}`;
}
