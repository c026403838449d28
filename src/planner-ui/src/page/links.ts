import { begin, visit } from "./visit.ts";

/** Follows links to pages of this service without a reload. */
export function listenToLinks(): void {
  document.addEventListener("click", (event) => {
    if (event.defaultPrevented || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    const link = event.target instanceof Element ? event.target.closest("a") : null;
    if (!(link instanceof HTMLAnchorElement) || !isToPage(link)) return;
    event.preventDefault();
    const address = new URL(link.href);
    const isKept = "keep" in link.dataset;
    void visit(address, "push", isKept ? "parts" : "main").then((isShown) => {
      if (isShown && !isKept) begin(address);
    });
  });
}

function isToPage(link: HTMLAnchorElement): boolean {
  const isElsewhere = link.origin !== location.origin || link.target !== "" || link.hasAttribute("download") || "plain" in link.dataset;
  const isHere = link.pathname === location.pathname && link.search === location.search && link.hash !== "";
  return !isElsewhere && !isHere;
}
