// What `e` offers: a picture, the tables, the result, a page, the command line.
import { commandLine } from '../../shared/commandLine.js';
import { fileName } from '../../shared/names.js';
import type { RequestOf, ViewKind } from '../../shared/viewProtocol.js';
import type { Channel } from './channel.js';
import { showChoices, showText } from './dialogs.js';
import { download, pngOf, type ExportedFile } from './exporting.js';

import type { Finished } from './situation.js';
import { csvOf } from './table.js';
import type { Theme } from './theme.js';
import type { View } from './view.js';

/** Opens the menu of exports for a finished result. */
export function showExports<K extends ViewKind>(channel: Channel<K>, view: View<K>, finished: Finished<K>, theme: Theme): void {
  const { request, result, origin } = finished;
  const opened = view.opened?.(finished);
  const base = fileName(view.kind, origin.label);
  const save = (format: ExportedFile['format'], content: string, encoding: ExportedFile['encoding'] = 'utf8'): void => {
    const file = { name: `${base}.${format}`, format, content, encoding };
    if (channel.live) {
      channel.post({ type: 'export', ...file });
    } else {
      download(file);
    }
  };
  const savePage = (): void => {
    channel.post({ type: 'exportHtml', name: `${base}.html`, ...(opened && { opened }) });
  };
  showChoices('Export', [
    [
      'SVG',
      'picture with real text',
      () => {
        save('svg', view.picture(finished, theme));
      },
    ],
    [
      'PNG',
      'picture at twice its size',
      () => {
        void pngOf(view.picture(finished, theme)).then((content) => {
          save('png', content, 'base64');
        });
      },
    ],
    [
      'CSV',
      'the numbers as a table',
      () => {
        save('csv', csvOf(view.csv?.(finished) ?? view.tables(finished)));
      },
    ],
    [
      'JSON',
      'the whole result',
      () => {
        save('json', `${JSON.stringify({ ...result, ...(opened && { opened }) }, undefined, 2)}\n`);
      },
    ],
    ...(channel.live ? ([['HTML', 'one page that needs nothing else', savePage]] as const) : []),
    [
      'Command line',
      channel.live ? 'copied to the clipboard' : 'to repeat this',
      () => {
        repeat(channel, view.kind, request);
      },
    ],
  ]);
}

function repeat<K extends ViewKind>(channel: Channel<K>, kind: K, request: RequestOf[K]): void {
  if (channel.live) {
    channel.post({ type: 'copyCommand', request });
  } else {
    showText('Command line', commandLine(request.method ?? kind, request));
  }
}
