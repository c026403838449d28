/** All updates of a channel, as `/v1/matrix` tells them. */
export interface Table {
  channel: string;
  versions: string[];
  risks: { name: string }[];
  riskSets: number[][];
  rows: [to: number, set: number][][];
}

/** A run of releases: rows or columns that are shown. */
export interface Span {
  start: number;
  length: number;
}

/** A place in the matrix. */
export interface Cell {
  from: number;
  to: number;
}

/** Fetches a table. */
export async function fetchTable(address: string): Promise<Table> {
  const response = await fetch(address, { headers: { Accept: "application/json" } });
  if (!response.ok) throw new Error(`The service answered ${response.status}.`);
  return (await response.json()) as Table;
}

/** Reads a span that the server wrote: `12-30` begins at 12 and has 30 releases. */
export function spanOf(text: string | undefined): Span {
  const [start, length] = (text ?? "").split("-").map(Number);
  return { start: start ?? 0, length: length ?? 0 };
}

/** For each set of risks the names that remain to be accepted. */
export function remaining(table: Table, accepted: ReadonlySet<string>): string[][] {
  return table.riskSets.map((set) => set.map((risk) => table.risks[risk]?.name ?? "").filter((name) => !accepted.has(name)));
}

/** The set of risks of an update; undefined where there is no such update. */
export function setOf(table: Table, cell: Cell): number | undefined {
  return table.rows[cell.from]?.find(([to]) => to === cell.to)?.[1];
}

/** What is to be said of a cell. */
export function wordsOf(table: Table, cell: Cell, open: string[][]): string {
  const ends = `${table.versions[cell.from] ?? ""} to ${table.versions[cell.to] ?? ""}`;
  const set = setOf(table, cell);
  if (set === undefined) return `${ends}: no update.`;
  if (set === 0) return `${ends}: no risks.`;
  const left = open[set] ?? [];
  return left.length === 0 ? `${ends}: all risks accepted.` : `${ends}: ${left.length} ${left.length === 1 ? "risk" : "risks"} to accept: ${left.join(", ")}.`;
}

/** The minor of a version: 4.16 of 4.16.3. */
export function minorOf(version: string): string {
  return version.split(".", 2).join(".");
}
