import { isShown, visit } from "./visit.ts";

/** Shows what the page showed when the reader goes back or forward. */
export function listenToHistory(): void {
  history.scrollRestoration = "manual";
  addEventListener("popstate", (event) => {
    if (isShown(location)) return; // A step within the page.
    const y = scrollOf(event.state);
    void visit(new URL(location.href), "none", "main").then((isThere) => {
      if (isThere) scrollTo(0, y);
    });
  });
}

function scrollOf(state: unknown): number {
  return typeof state === "object" && state !== null && "y" in state && typeof state.y === "number" ? state.y : 0;
}
