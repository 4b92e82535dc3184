// What is being computed for a person right now: the status bar shows it and can cancel it.
import * as vscode from 'vscode';

/** Something that takes a while. */
export interface Task {
  readonly title: string;
  cancel(): void;
}

export class Tasks implements vscode.Disposable {
  private readonly running = new Set<Task>();
  private readonly changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.changed.event;

  get all(): readonly Task[] {
    return [...this.running];
  }

  /** Runs `work`, which is listed until it has settled; `token` cancels it too. */
  async run<R>(
    title: string,
    token: vscode.CancellationToken | undefined,
    work: (token: vscode.CancellationToken) => Promise<R>,
  ): Promise<R> {
    const source = new vscode.CancellationTokenSource();
    const link = token?.onCancellationRequested(() => {
      source.cancel();
    });
    if (token?.isCancellationRequested === true) {
      source.cancel();
    }

    const task: Task = {
      title,
      cancel: () => {
        source.cancel();
      },
    };
    this.running.add(task);
    this.update();
    try {
      return await work(source.token);
    } finally {
      this.running.delete(task);
      link?.dispose();
      source.dispose();
      this.update();
    }
  }

  cancelAll(): void {
    for (const task of this.running) {
      task.cancel();
    }
  }

  dispose(): void {
    this.cancelAll();
    this.changed.dispose();
  }

  private update(): void {
    void vscode.commands.executeCommand('setContext', 'interp.busy', this.running.size > 0);
    this.changed.fire();
  }
}
