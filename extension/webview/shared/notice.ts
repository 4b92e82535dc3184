// The line above a view: that something runs, or what went wrong and what to do.
import type { FailureAction, ViewKind } from '../../shared/viewProtocol.js';
import { button, h } from './dom.js';
import type { Situation } from './situation.js';

/** What the buttons of a notice do. */
export interface NoticeActions {
  readonly cancel: (run: number) => void;
  readonly act: (action: FailureAction) => void;
}

const actionNames: Readonly<Record<FailureAction, string>> = {
  retry: 'Run Again',
  showLog: 'Show Log',
  useCpu: 'Use CPU',
  chooseModel: 'Choose Model',
  restart: 'Restart',
  openTour: 'Open the Tour',
  openWalkthrough: 'Walkthrough',
};

/** The notice of a situation; empty where there is nothing to say. */
export function noticeOf<K extends ViewKind>(situation: Situation<K>, actions: NoticeActions): readonly Node[] {
  const { running, stopped, failure } = situation;
  if (failure !== undefined) {
    return [
      h(
        'div',
        { class: 'failure', role: 'alert' },
        h('p', {}, h('strong', {}, failure.message), failure.hint !== undefined && ` ${failure.hint}`),
        ...failure.actions.map((action) =>
          button(actionNames[action], () => {
            actions.act(action);
          }),
        ),
      ),
    ];
  }

  if (running === undefined) {
    return stopped === undefined ? [] : [cancelled(actions)];
  }

  const { run, message = 'Running', percentage } = running;
  return [
    h(
      'div',
      { class: 'running' },
      h('progress', { 'aria-label': message, max: 100, value: percentage }),
      h('span', {}, percentage === undefined ? message : `${message} · ${percentage.toFixed(0)} %`),
      button(
        'Cancel',
        () => {
          actions.cancel(run);
        },
        { class: 'link' },
      ),
    ),
  ];
}

/** A run that was cancelled before there was a result: otherwise the page would be empty. */
function cancelled(actions: NoticeActions): HTMLElement {
  return h(
    'div',
    { class: 'stopped', role: 'status' },
    h('p', {}, 'Cancelled.'),
    button(actionNames.retry, () => {
      actions.act('retry');
    }),
  );
}
