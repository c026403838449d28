import { type Cell, type Span, type Table, minorOf } from "./table.ts";

/** Where a key leads the cursor; undefined for keys that do not. With Ctrl it goes to the next minor. */
export function moved(table: Table, rows: Span, columns: Span, cell: Cell, key: string, isFar: boolean): Cell | undefined {
  switch (key) {
    case "ArrowLeft":
      return { ...cell, to: step(table, columns, cell.to, -1, isFar) };
    case "ArrowRight":
      return { ...cell, to: step(table, columns, cell.to, 1, isFar) };
    case "ArrowUp":
      return { ...cell, from: step(table, rows, cell.from, -1, isFar) };
    case "ArrowDown":
      return { ...cell, from: step(table, rows, cell.from, 1, isFar) };
    case "Home":
      return isFar ? { from: rows.start, to: columns.start } : { ...cell, to: columns.start };
    case "End":
      return isFar ? { from: last(rows), to: last(columns) } : { ...cell, to: last(columns) };
    default:
      return undefined;
  }
}

/** Where the cursor begins: at the first update there is. */
export function first(table: Table, rows: Span, columns: Span): Cell {
  for (let from = rows.start; from <= last(rows); from++) {
    const update = table.rows[from]?.find(([to]) => to >= columns.start && to <= last(columns));
    if (update !== undefined) return { from, to: update[0] };
  }
  return { from: rows.start, to: columns.start };
}

function step(table: Table, span: Span, place: number, direction: number, isFar: boolean): number {
  const within = (next: number) => Math.max(span.start, Math.min(last(span), next));
  if (!isFar) return within(place + direction);
  const minor = (at: number) => minorOf(table.versions[at] ?? "");
  let next = place;
  while (within(next + direction) !== next && minor(next) === minor(place)) next += direction;
  return next;
}

function last(span: Span): number {
  return span.start + Math.max(0, span.length - 1);
}
