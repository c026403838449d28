import { type Cell, type Span, type Table, minorOf } from "./table.ts";

/** What is drawn, and how large. */
export interface Drawing {
  table: Table;
  rows: Span;
  columns: Span;
  size: number;
}

const labels = { left: 46, top: 20 };
const mostShown = 3;

/** The side of a cell for a width to fill, in whole pixels. */
export function sizeOf(rows: Span, columns: Span, width: number): number {
  return Math.max(3, Math.min(14, Math.floor((width - labels.left) / Math.max(1, rows.length, columns.length))));
}

/** How large the whole is. */
export function extent({ rows, columns, size }: Drawing): { width: number; height: number } {
  return { width: labels.left + size * columns.length + 1, height: labels.top + size * rows.length + 1 };
}

/** The cell at a point; undefined beside all cells. */
export function cellAt({ rows, columns, size }: Drawing, x: number, y: number): Cell | undefined {
  const [column, row] = [Math.floor((x - labels.left) / size), Math.floor((y - labels.top) / size)];
  return column >= 0 && column < columns.length && row >= 0 && row < rows.length ? { from: rows.start + row, to: columns.start + column } : undefined;
}

/** Where a cell begins. */
export function cornerOf({ rows, columns, size }: Drawing, cell: Cell): { left: number; top: number } {
  return { left: labels.left + (cell.to - columns.start) * size, top: labels.top + (cell.from - rows.start) * size };
}

/**
 * Draws the cells: the fewer risks remain, the fuller and the stronger. The colours are those of the page, so that they follow light
 * and dark.
 */
export function draw(context: CanvasRenderingContext2D, drawing: Drawing, open: string[][], cursor: Cell | undefined): void {
  const { table, rows, columns, size } = drawing;
  const colours = getComputedStyle(context.canvas);
  const colour = (name: string) => colours.getPropertyValue(name);
  const fills = [0, 1, 2, 3, 4].map((style) => colour(`--cell-${style}`));
  const { width, height } = extent(drawing);
  context.clearRect(0, 0, width, height);
  drawMinors(context, drawing, colour("--line"), colour("--ink"));
  const shrink = size >= 12 ? 2 : size > 6 ? 1 : 0; // Small ones would be more gap than cell.
  for (let row = 0; row < rows.length; row++) {
    for (const [to, set] of table.rows[rows.start + row] ?? []) {
      const column = to - columns.start;
      if (column < 0 || column >= columns.length) continue;
      const style = set === 0 ? 0 : 1 + Math.min(mostShown, open[set]?.length ?? 0);
      const side = size - (size > 4 ? 1 : 0) - style * shrink;
      const inset = Math.floor((size - side) / 2);
      context.fillStyle = fills[style] ?? "";
      context.fillRect(labels.left + column * size + inset, labels.top + row * size + inset, side, side);
    }
  }
  if (cursor !== undefined) drawCursor(context, drawing, cursor, colour("--ink")); // The accent is the colour of most cells.
}

function drawMinors(context: CanvasRenderingContext2D, { table, rows, columns, size }: Drawing, line: string, ink: string): void {
  context.strokeStyle = line;
  context.fillStyle = ink;
  context.font = "11px system-ui, sans-serif";
  const [right, bottom] = [labels.left + size * columns.length, labels.top + size * rows.length];
  for (const [place, version] of table.versions.entries()) {
    if (place > 0 && minorOf(table.versions[place - 1] ?? "") === minorOf(version)) continue;
    const [row, column] = [place - rows.start, place - columns.start];
    if (row >= 0 && row < rows.length) {
      rule(context, 0, labels.top + row * size, right, labels.top + row * size);
      context.fillText(minorOf(version), 2, labels.top + row * size + 12);
    }
    if (column >= 0 && column < columns.length) {
      rule(context, labels.left + column * size, 0, labels.left + column * size, bottom);
      context.fillText(minorOf(version), labels.left + column * size + 3, 12);
    }
  }
}

function rule(context: CanvasRenderingContext2D, x1: number, y1: number, x2: number, y2: number): void {
  context.beginPath();
  context.moveTo(x1 + 0.5, y1 + 0.5);
  context.lineTo(x2 + 0.5, y2 + 0.5);
  context.stroke();
}

function drawCursor(context: CanvasRenderingContext2D, drawing: Drawing, cursor: Cell, colour: string): void {
  const { size } = drawing;
  const { left: x, top: y } = cornerOf(drawing, cursor);
  context.strokeStyle = colour;
  rule(context, labels.left, y + size / 2 - 0.5, x, y + size / 2 - 0.5);
  rule(context, x + size / 2 - 0.5, labels.top, x + size / 2 - 0.5, y);
  context.lineWidth = 2;
  context.strokeRect(x - 1, y - 1, size + 1, size + 1);
  context.lineWidth = 1;
}
