// Choose Model: what is on this machine with size, family and badge, or a folder or file of one's own.
import * as vscode from 'vscode';
import type { ModelInfoResult, ModelListEntry } from '../../shared/contracts.js';
import { commands } from '../commands.js';
import { methods } from '../daemon/methods.js';
import type { Interp } from '../interp.js';
import { badgeIcon } from './badges.js';
import { registerCommand } from './command.js';
import { bytes } from './memory.js';

interface Choice extends vscode.QuickPickItem {
  readonly model?: string;
  readonly browse?: boolean;
}

export function registerChooseModel(interp: Interp): void {
  registerCommand(interp, commands.chooseModel, async () => {
    if (!vscode.workspace.isTrusted) {
      void vscode.window
        .showInformationMessage(
          'In a folder that is not trusted only the embedded model is used. Trust the folder to choose another.',
          'Manage Trust',
        )
        .then((chosen) => {
          if (chosen !== undefined) {
            void vscode.commands.executeCommand('workbench.trust.manage');
          }
        });
      return;
    }

    const choice = await pick(interp);
    const model = choice?.browse === true ? await browse() : choice?.model;
    if (model !== undefined) {
      await choose(interp, model);
    }
  });
}

async function pick(interp: Interp): Promise<Choice | undefined> {
  const { models } = await interp.daemon.request(methods.models, {});
  const list = vscode.window.createQuickPick<Choice>();
  list.title = 'Choose Model';
  list.placeholder = 'The model of prompts that name none';
  list.matchOnDescription = true;
  list.matchOnDetail = true;
  list.items = [
    ...models.map(choiceOf),
    { label: '', kind: vscode.QuickPickItemKind.Separator },
    {
      label: '$(folder-opened) Folder or .gguf file...',
      description: 'a checkpoint of your own',
      alwaysShow: true,
      browse: true,
    },
  ];
  return new Promise((done) => {
    list.onDidChangeActive(([active]) => {
      void describe(interp, list, active);
    });
    list.onDidAccept(() => {
      done(list.activeItems[0]);
      list.hide();
    });
    list.onDidHide(() => {
      done(undefined);
      list.dispose();
    });
    list.show();
  });
}

function choiceOf(entry: ModelListEntry): Choice {
  const facts = [entry.family ?? entry.format, bytes(entry.bytes), entry.badge].join(' · ');
  return {
    label: `${badgeIcon(entry.badge)} ${entry.name}`,
    description: facts,
    detail: entry.path,
    model: entry.source === 'embedded' ? entry.name : entry.path,
  };
}

/** What the marked model can do stands in the title: some lack a vocabulary or feed-forward weights. */
async function describe(interp: Interp, list: vscode.QuickPick<Choice>, active: Choice | undefined): Promise<void> {
  if (active?.model === undefined) {
    list.title = 'Choose Model';
    return;
  }

  try {
    const info = await interp.daemon.request(methods.modelInfo, { model: active.model });
    if (list.activeItems[0] === active) {
      list.title = `Choose Model — ${abilities(info)}`;
    }
  } catch (error) {
    if (list.activeItems[0] === active) {
      list.title = `Choose Model — ${error instanceof Error ? error.message : String(error)}`;
    }
  }
}

function abilities({ can }: ModelInfoResult): string {
  const able = Object.entries(can).filter(([, value]) => value === true);
  const not = Object.entries(can).filter(([, value]) => value !== true);
  const reason = not.length === 0 ? '' : `; not ${not.map(([name]) => name).join(', ')}: ${String(not[0]?.[1])}`;
  return `can ${able.map(([name]) => name).join(', ')}${reason}`;
}

async function browse(): Promise<string | undefined> {
  const chosen = await vscode.window.showOpenDialog({
    canSelectFiles: true,
    canSelectFolders: true,
    canSelectMany: false,
    title: 'A folder with config.json and weights, or a .gguf file',
    openLabel: 'Use This Model',
  });
  return chosen?.[0]?.fsPath;
}

async function choose(interp: Interp, model: string): Promise<void> {
  await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: `Loading ${model}`, cancellable: true },
    (progress, token) =>
      interp.daemon.tasks.run(`Loading ${model}`, token, (cancel) =>
        interp.daemon.request(
          methods.loadModel,
          { model },
          {
            token: cancel,
            onProgress: ({ message }) => {
              progress.report({ message });
            },
          },
        ),
      ),
  );
  const settings = vscode.workspace.getConfiguration('interp');
  const inFolder = settings.inspect('model')?.workspaceValue !== undefined;
  await settings.update('model', model, inFolder ? vscode.ConfigurationTarget.Workspace : vscode.ConfigurationTarget.Global);
}
