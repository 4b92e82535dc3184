// Exports of a view: each is made from the result and the theme, never from what happens to be on the screen.
import type { ExportFormat } from '../../shared/viewProtocol.js';

/** Content of a file to be saved. */
export interface ExportedFile {
  readonly name: string;
  readonly format: ExportFormat;
  readonly content: string;
  readonly encoding: 'utf8' | 'base64';
}

/** Pixels per CSS pixel of a PNG. */
const pngScale = 2;

const mediaTypes: Readonly<Record<ExportFormat, string>> = {
  svg: 'image/svg+xml',
  png: 'image/png',
  csv: 'text/csv',
  json: 'application/json',
};

/** An SVG picture as PNG, base64, at twice its size. */
export async function pngOf(svgText: string): Promise<string> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svgText)}`;
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = image.width * pngScale;
  canvas.height = image.height * pngScale;
  const context = canvas.getContext('2d');
  if (context === null) {
    throw new Error('This browser draws no pictures.');
  }

  context.scale(pngScale, pngScale);
  context.drawImage(image, 0, 0);
  return canvas.toDataURL('image/png').replace(/^[^,]*,/, '');
}

/** Saves a file from a page without an editor: the browser's own download. */
export function download(file: ExportedFile): void {
  const data = file.encoding === 'base64' ? `;base64,${file.content}` : `;charset=utf-8,${encodeURIComponent(file.content)}`;
  const link = document.createElement('a');
  link.href = `data:${mediaTypes[file.format]}${data}`;
  link.download = file.name;
  link.click();
}
