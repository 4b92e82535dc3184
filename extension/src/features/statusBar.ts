// The status bar: model and provider, a spinner while something is computed, and a menu.
import * as vscode from 'vscode';
import { commands } from '../commands.js';
import { methods } from '../daemon/methods.js';
import type { DaemonState } from '../daemon/supervisor.js';
import type { Interp } from '../interp.js';
import { badgeIcon, providerName } from './badges.js';
import { registerCommand } from './command.js';

const longestPauseMs = 60_000;

/** What is known of the model that answers. */
interface Answering {
  readonly model: string;
  readonly provider: string | undefined;
  readonly badge: string | undefined;
}

export function registerStatusBar(interp: Interp): void {
  const { context, daemon, panels } = interp;
  const item = vscode.window.createStatusBarItem('interp.status', vscode.StatusBarAlignment.Right, 90);
  item.name = 'Interp';
  item.command = commands.menu;
  let answering: Answering | undefined;
  const update = (): void => {
    show(
      item,
      daemon.state,
      answering,
      daemon.tasks.all.map((task) => task.title),
    );
  };
  const ask = async (pauseMs = 500): Promise<void> => {
    const { model, run } = await daemon.request(methods.loadModel, {});
    answering = { model: model.name, provider: run?.provider, badge: run?.verified.badge };
    update();
    // How a model is run is known as soon as its files are hashed, a moment after it was loaded.
    if (run === undefined && pauseMs <= longestPauseMs) {
      await new Promise((done) => {
        setTimeout(done, pauseMs);
      });
      await ask(2 * pauseMs);
    }
  };
  context.subscriptions.push(
    item,
    daemon.tasks.onDidChange(update),
    daemon.onDidChangeState((state) => {
      update();
      if (state === 'running') {
        ask().catch((error: unknown) => {
          interp.log.warn(`The model was not loaded: ${error instanceof Error ? error.message : String(error)}`);
        });
      }
    }),
    panels.onDidShow(({ result }) => {
      if (result.model !== undefined && result.run !== undefined) {
        answering = { model: result.model.name, provider: result.run.provider, badge: result.run.verified.badge };
        update();
      }
    }),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (
        (event.affectsConfiguration('interp.model') || event.affectsConfiguration('interp.provider')) &&
        daemon.state === 'running'
      ) {
        ask().catch((error: unknown) => {
          interp.log.warn(`The model was not loaded: ${error instanceof Error ? error.message : String(error)}`);
        });
      }
    }),
  );
  registerCommand(interp, commands.menu, () => menu(interp, answering));
  update();
  item.show();
}

function show(
  item: vscode.StatusBarItem,
  state: DaemonState,
  answering: Answering | undefined,
  running: readonly string[],
): void {
  item.backgroundColor = undefined;
  switch (state) {
    case 'stopped':
      item.text = 'Interp';
      item.tooltip = 'Interp starts with the first prompt';
      return;
    case 'starting':
    case 'waiting':
      item.text = '$(loading~spin) Interp';
      item.tooltip = state === 'starting' ? 'Interp is starting' : 'Interp ended and is about to be started again';
      return;
    case 'failed':
      item.text = '$(error) Interp';
      item.tooltip = 'Interp is not running. Click for the log and for a restart.';
      item.backgroundColor = new vscode.ThemeColor('statusBarItem.errorBackground');
      return;
    case 'running': {
      const icon = running.length > 0 ? '$(loading~spin)' : badgeIcon(answering?.badge);
      const parts =
        answering === undefined
          ? []
          : [answering.model, ...(answering.provider === undefined ? [] : [providerName(answering.provider)])];
      item.text = parts.length === 0 ? `${icon} Interp` : `${icon} Interp: ${parts.join(' · ')}`;
      item.tooltip = running.length > 0 ? `Running: ${running.join(', ')}. Click to cancel.` : tooltip(answering);
      return;
    }
  }
}

function tooltip(answering: Answering | undefined): string {
  switch (answering?.badge) {
    case 'verified':
      return 'Every activation of this model was compared with a float64 reference. Click for model, provider and memory.';
    case 'unverified':
      return 'This model was not verified yet. Click to verify it, and for model, provider and memory.';
    case 'refused':
      return "This model's numbers differ from the float64 reference. Click for model, provider and log.";
    default:
      return 'Click for model, provider and memory.';
  }
}

async function menu(interp: Interp, answering: Answering | undefined): Promise<void> {
  const { daemon } = interp;
  const provider = vscode.workspace.getConfiguration('interp').get<string>('provider', 'auto');
  const entries: (vscode.QuickPickItem & { readonly run?: () => Thenable<unknown> })[] = [
    ...daemon.tasks.all.map((task) => ({
      label: '$(close) Cancel',
      description: task.title,
      run: () => {
        task.cancel();
        return Promise.resolve();
      },
    })),
    command('$(package) Choose Model', answering?.model ?? '', commands.chooseModel),
    { label: '$(chip) Provider', description: provider, run: () => chooseProvider(provider) },
    command('$(server-process) Show Memory', '', commands.showMemory),
    command('$(verified) Verify Model', answering?.badge ?? '', commands.verifyModel),
    command('$(output) Show Log', '', commands.showLog),
    command('$(debug-restart) Restart', daemon.state === 'failed' ? 'it is not running' : '', commands.restart),
  ];
  const chosen = await vscode.window.showQuickPick(entries, { title: 'Interp' });
  await chosen?.run?.();
}

function command(
  label: string,
  description: string,
  name: string,
): vscode.QuickPickItem & { readonly run: () => Thenable<unknown> } {
  return { label, description, run: () => vscode.commands.executeCommand(name) };
}

async function chooseProvider(current: string): Promise<void> {
  const entries = ['auto', 'cpu', 'directml', 'webgpu'].map((name) => ({
    label: providerName(name),
    description: name === current ? 'now' : '',
    name,
  }));
  const chosen = await vscode.window.showQuickPick(entries, {
    title: 'What computes',
    placeHolder: "A provider whose numbers differ from the CPU's is refused",
  });
  if (chosen !== undefined && chosen.name !== current) {
    await vscode.workspace.getConfiguration('interp').update('provider', chosen.name, vscode.ConfigurationTarget.Global);
  }
}
