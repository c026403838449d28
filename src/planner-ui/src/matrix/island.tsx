import { render } from "preact";
import { signal } from "@preact/signals";
import { begin, visit } from "../page/visit.ts";
import { MatrixView } from "./MatrixView.tsx";
import { fetchTable, spanOf } from "./table.ts";

/** The names of accepted risks, as the boxes of the page's form say; a box recolours the matrix before the server has answered. */
const accepted = signal<ReadonlySet<string>>(new Set());

const rooms = new Set<HTMLElement>();

/** Puts the matrix that can be pointed at in place of the server's picture. */
export function mountMatrix(content: ParentNode): void {
  for (const room of rooms) if (!room.isConnected) rooms.delete(room) && render(null, room); // It has gone with its page.
  for (const island of content.querySelectorAll<HTMLElement>("[data-island=matrix]:not(.mounted)")) {
    island.classList.add("mounted");
    void mount(island);
  }
  if (document.querySelector("[data-island=matrix]") !== null) readBoxes();
}

document.addEventListener("change", (event) => {
  if (event.target instanceof HTMLInputElement && event.target.name === "accept") readBoxes();
});

function readBoxes(): void {
  const boxes = document.querySelectorAll<HTMLInputElement>("input[name=accept]:checked");
  accepted.value = new Set([...boxes].map((box) => box.value));
}

async function mount(island: HTMLElement): Promise<void> {
  const room = island.querySelector<HTMLElement>(".canvas");
  if (room === null) return;
  try {
    const table = await fetchTable(island.dataset["source"] ?? "");
    const plan = new URL(island.dataset["plan"] ?? "", location.href);
    const open = (from: string, to: string) => {
      const address = new URL(plan);
      address.searchParams.set("from", from);
      address.searchParams.set("to", to);
      if (accepted.value.size > 0) address.searchParams.set("accept", [...accepted.value].join(","));
      void visit(address, "push", "main").then((isShown) => {
        if (isShown) begin(address);
      });
    };
    const width = room.clientWidth;
    room.replaceChildren();
    room.removeAttribute("tabindex"); // The canvas itself is what the keyboard comes to.
    room.classList.remove("wide"); // It rolls inside, so that what is said of a cell stays in sight below.
    rooms.add(room);
    render(<MatrixView table={table} rows={spanOf(island.dataset["rows"])} columns={spanOf(island.dataset["columns"])} width={width} accepted={accepted} open={open} />, room);
  } catch {
    // The server's picture stays: it shows the same.
  }
}
