// The status bar: model and provider, a spinner while something is computed, and a menu.
import * as vscode from 'vscode';
import { commands } from '../commands.js';
import { isRefusal, type Failure } from '../../shared/viewProtocol.js';
import { failureOf, isCancelled } from '../daemon/failures.js';
import { showFailure, useProvider } from '../daemon/messages.js';
import { methods } from '../daemon/methods.js';
import { providerSetting } from '../daemon/settings.js';
import type { DaemonState } from '../daemon/supervisor.js';
import type { Interp } from '../interp.js';
import { badgeIcon, providerName } from './badges.js';
import { registerCommand } from './command.js';
import { affectsComputing } from './settings.js';

const longestPauseMs = 60_000;
const providerKinds: ReadonlySet<string> = new Set(['providerUnavailable', 'providerRefused']);

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
  /** Why nothing answers with the settings as they are. */
  let refused: Failure | undefined;
  let asked = 0;
  const update = (): void => {
    show(
      item,
      daemon.state,
      refused ?? answering,
      daemon.tasks.all.map((task) => task.title),
    );
  };
  const ask = async (): Promise<void> => {
    const question = (asked += 1);
    try {
      for (let pauseMs = 500; question === asked && pauseMs <= longestPauseMs; pauseMs *= 2) {
        const { model, run } = await daemon.request(methods.loadModel, {});
        if (question !== asked) {
          return;
        }

        refused = undefined;
        answering = { model: model.name, provider: run?.provider, badge: run?.verified.badge };
        update();
        if (run !== undefined) {
          return;
        }

        // How a model is run is known as soon as its files are hashed, a moment after it was loaded.
        await new Promise((done) => {
          setTimeout(done, pauseMs);
        });
      }
    } catch (error) {
      interp.log.warn(`The model was not loaded: ${error instanceof Error ? error.message : String(error)}`);
      if (question === asked && !isCancelled(error)) {
        const failure = failureOf(error);
        refused = isRefusal(failure) ? failure : undefined;
        update();
        // A prompt that cannot be read says so in its place; that the settings let nothing be computed has none.
        if (providerKinds.has(failure.kind)) {
          void showFailure(error);
        }
      }
    }
  };
  context.subscriptions.push(
    item,
    daemon.tasks.onDidChange(update),
    daemon.onDidChangeState((state) => {
      update();
      if (state === 'running') {
        void ask();
      }
    }),
    panels.onDidShow(({ result }) => {
      if (result.model !== undefined && result.run !== undefined) {
        answering = { model: result.model.name, provider: result.run.provider, badge: result.run.verified.badge };
        update();
      }
    }),
    daemon.onDidTakeSettings((event) => {
      if (affectsComputing(event)) {
        void ask();
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
  answering: Answering | Failure | undefined,
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
      if (answering !== undefined && 'kind' in answering) {
        showRefusal(item, answering);
        return;
      }

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

function showRefusal(item: vscode.StatusBarItem, failure: Failure): void {
  const provider = providerSetting();
  const what = providerKinds.has(failure.kind) ? `${providerName(provider)} not available` : 'no model';
  item.text = `$(warning) Interp: ${what}`;
  item.tooltip = `${failure.message} Click for model and provider.`;
  item.backgroundColor = new vscode.ThemeColor('statusBarItem.warningBackground');
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
  const provider = providerSetting();
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
    { label: '$(chip) Provider', description: provider, run: () => chooseProvider(interp, provider) },
    command('$(server-process) Show Memory', '', commands.showMemory),
    command('$(verified) Verify Model', answering?.badge ?? '', commands.verifyModel),
    command('$(mortar-board) Open the Tour', 'prompts that show something', commands.openTour),
    command('$(rocket) Walkthrough', 'the first minute', commands.openWalkthrough),
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

/** What computes, as this machine has it; what it lacks is listed with the reason. */
async function chooseProvider({ daemon }: Interp, current: string): Promise<void> {
  const { providers } = await daemon.request(methods.doctor, {});
  const entries = [{ name: 'auto', reason: undefined }, ...providers].map(({ name, reason }) => ({
    label: `${reason === undefined ? '' : '$(circle-slash) '}${providerName(name)}`,
    description: [name === current && 'now', reason !== undefined && 'not available'].filter((part) => part !== false).join(', '),
    ...(reason === undefined ? {} : { detail: reason }),
    name,
    isThere: reason === undefined,
  }));
  const chosen = await vscode.window.showQuickPick(entries, {
    title: 'What computes',
    placeHolder: 'A provider that is not available is never replaced by another',
  });
  if (chosen !== undefined && chosen.name !== current && chosen.isThere) {
    await useProvider(chosen.name);
  }
}
