// Widths of texts before they are drawn, so that labels can be placed without overlap.

let context: CanvasRenderingContext2D | null | undefined;

/** Width of `text` in pixels; `font` as in CSS. */
export function textWidth(text: string, font: string): number {
  context ??= document.createElement('canvas').getContext('2d');
  if (context === null) {
    return text.length * 7;
  }

  context.font = font;
  return context.measureText(text).width;
}
