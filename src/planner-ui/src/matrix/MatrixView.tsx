import type { JSX } from "preact";
import { useEffect, useMemo, useRef } from "preact/hooks";
import { type ReadonlySignal, useComputed, useSignal, useSignalEffect } from "@preact/signals";
import { first, moved } from "./cursor.ts";
import { cellAt, cornerOf, draw, extent, sizeOf } from "./drawing.ts";
import { type Cell, type Span, type Table, remaining, setOf, wordsOf } from "./table.ts";

interface Properties {
  table: Table;
  rows: Span;
  columns: Span;
  width: number;
  accepted: ReadonlySignal<ReadonlySet<string>>;
  open: (from: string, to: string) => void;
}

/** All updates on one canvas: the mouse or the arrow keys read out a cell, Enter or a click opens its plan. */
export function MatrixView({ table, rows, columns, width, accepted, open }: Properties): JSX.Element {
  const canvas = useRef<HTMLCanvasElement>(null);
  const mark = useRef<HTMLSpanElement>(null);
  const cursor = useSignal<Cell | undefined>(undefined);
  const look = useSignal(0);
  const drawing = useMemo(() => ({ table, rows, columns, size: sizeOf(rows, columns, width) }), [table, rows, columns, width]);
  const left = useComputed(() => remaining(table, accepted.value));
  const words = useComputed(() => (cursor.value === undefined ? "Point at a cell, or use the arrow keys." : wordsOf(table, cursor.value, left.value)));

  useEffect(() => followLook(() => (look.value += 1)), [look]);
  useSignalEffect(() => {
    look.value; // Read, so that other colours draw anew.
    const context = canvas.current?.getContext("2d");
    if (context) draw(scaled(context, extent(drawing)), drawing, left.value, cursor.value);
  });

  const point = (event: MouseEvent) => {
    const cell = cellAt(drawing, event.offsetX, event.offsetY);
    if (cell?.from !== cursor.value?.from || cell?.to !== cursor.value?.to) cursor.value = cell;
  };
  const go = () => {
    const cell = cursor.value;
    if (cell !== undefined && setOf(table, cell) !== undefined) open(table.versions[cell.from] ?? "", table.versions[cell.to] ?? "");
  };
  const press = (event: KeyboardEvent) => {
    if (event.key === "Enter") return go();
    const next = moved(table, rows, columns, cursor.value ?? first(table, rows, columns), event.key, event.ctrlKey);
    if (next === undefined) return;
    event.preventDefault();
    cursor.value = next;
    follow(next);
  };
  const follow = (cell: Cell) => {
    if (mark.current === null) return;
    const { left, top } = cornerOf(drawing, cell);
    Object.assign(mark.current.style, { left: `${left}px`, top: `${top}px`, width: `${drawing.size}px`, height: `${drawing.size}px` });
    mark.current.scrollIntoView({ block: "nearest", inline: "nearest" });
  };
  const enter = () => (cursor.value ??= first(table, rows, columns));

  const { width: full, height } = extent(drawing);
  return (
    <>
      <div class="wide roll">
        <canvas ref={canvas} width={full} height={height} tabIndex={0} role="application" aria-roledescription="matrix of updates" aria-label={`All updates of ${table.channel}. Arrow keys move, Ctrl with them goes to the next minor, Enter opens the plan.`} onMouseMove={point} onClick={go} onKeyDown={press} onFocus={enter} />
        <span ref={mark} class="mark" aria-hidden="true" />
      </div>
      <p class="readout" role="status">{words}</p>
    </>
  );
}

/** A canvas has as many points as the screen, so that edges are sharp. */
function scaled(context: CanvasRenderingContext2D, { width, height }: { width: number; height: number }): CanvasRenderingContext2D {
  const ratio = Math.max(1, devicePixelRatio);
  const canvas = context.canvas;
  if (canvas.width !== Math.round(width * ratio)) {
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(height * ratio);
    canvas.style.width = `${width}px`;
    canvas.style.height = `${height}px`;
  }
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  return context;
}

/** Tells when the page turns light or dark, or takes the system's colours. */
function followLook(changed: () => void): () => void {
  const queries = ["(prefers-color-scheme: dark)", "(forced-colors: active)"].map((query) => matchMedia(query));
  for (const query of queries) query.addEventListener("change", changed);
  return () => {
    for (const query of queries) query.removeEventListener("change", changed);
  };
}
