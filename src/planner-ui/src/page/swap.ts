import { contentCame } from "./content.ts";

/** How much of a page stays as it is. */
export type Swap = "parts" | "main";

/**
 * Puts what differs of a fetched page into this one. Of the same page only its parts are taken, so that a field that somebody types
 * in stays; of another page the whole of its content is.
 */
export function swap(next: Document, how: Swap): void {
  const [here, there] = [main(document), main(next)];
  const held = hold(how === "parts");
  document.title = next.title;
  replace("header.top", next);
  if (how === "main" || here.dataset["page"] !== there.dataset["page"] || !swapParts(here, there)) {
    keepIslands(here, there);
    const forms = [here, there].map((page) => page.querySelector("form.question"));
    if (here.dataset["page"] === there.dataset["page"] && forms[0] && forms[1]) keepOpen(forms[0], forms[1]);
    here.replaceChildren(...there.childNodes);
    for (const name of ["page", "summary"]) here.dataset[name] = there.dataset[name] ?? "";
    contentCame(here);
  }
  replace("footer.bottom", next);
  held();
  tell(there.dataset["summary"] ?? "");
}

/** Puts one part into the page; says whether both have it. */
export function swapPart(there: HTMLElement): boolean {
  const part = there.dataset["part"] ?? "";
  const here = document.querySelector<HTMLElement>(`[data-part="${part}"]`);
  if (here === null) return false;
  if (here.outerHTML !== there.outerHTML) {
    keepIslands(here, there);
    keepOpen(here, there);
    here.replaceWith(there);
    contentCame(there);
  }
  return true;
}

/** Says aloud what came of something. */
export function tell(words: string): void {
  const announcer = document.getElementById("announcer");
  if (announcer !== null && announcer.textContent !== words) announcer.textContent = words;
}

/** What the page says it is. */
export function main(page: Document): HTMLElement {
  const found = page.querySelector<HTMLElement>("main");
  if (found === null) throw new Error("The page has no content.");
  return found;
}

function swapParts(here: HTMLElement, there: HTMLElement): boolean {
  const parts = [...there.querySelectorAll<HTMLElement>("[data-part]")];
  const names = new Set(parts.map((part) => part.dataset["part"]));
  const known = [...here.querySelectorAll<HTMLElement>("[data-part]")];
  if (parts.length !== known.length || !known.every((part) => names.has(part.dataset["part"]))) return false;
  here.dataset["summary"] = there.dataset["summary"] ?? "";
  return parts.every(swapPart);
}

/** An island that shows the same stays, with all that its reader has done to it. */
function keepIslands(here: ParentNode, there: ParentNode): void {
  for (const island of there.querySelectorAll<HTMLElement>("[data-island][data-source]")) {
    const same = [...here.querySelectorAll<HTMLElement>("[data-island].mounted")].find((old) =>
      ["island", "source", "rows", "columns"].every((name) => old.dataset[name] === island.dataset[name]),
    );
    if (same !== undefined) island.replaceWith(same);
  }
}

/** What the reader has opened stays open. */
function keepOpen(here: ParentNode, there: ParentNode): void {
  const [old, next] = [here, there].map((part) => [...part.querySelectorAll("details")]);
  next?.forEach((details, place) => (details.open ||= old?.[place]?.className === details.className && old[place].open));
}

function replace(selector: string, next: Document): void {
  const [here, there] = [document.querySelector(selector), next.querySelector(selector)];
  if (here !== null && there !== null && here.outerHTML !== there.outerHTML) here.replaceWith(there);
}

/** Remembers where the keyboard is, by what it is on; what comes back gives it there again, or to the content where that has gone. */
function hold(isTyping: boolean): () => void {
  const active = document.activeElement;
  const selector = active === null || active === document.body ? null : nameOf(active);
  const place = active === null || selector === null ? 0 : [...document.querySelectorAll(selector)].indexOf(active as HTMLElement);
  return () => {
    if (selector === null || document.contains(active)) return;
    const same = document.querySelectorAll<HTMLElement>(selector);
    const found = same[place] ?? same[0] ?? main(document);
    if (isTyping && isTyped(active) && isTyped(found)) keepTyped(active, found);
    found.focus({ preventScroll: true });
  };
}

function isTyped(element: Element | null): element is HTMLInputElement {
  return element instanceof HTMLInputElement && element.type !== "checkbox";
}

/** The answer may be about fewer letters than were typed while it was on its way. */
function keepTyped(from: HTMLInputElement, to: HTMLInputElement): void {
  to.value = from.value;
  to.setSelectionRange(from.selectionStart, from.selectionEnd);
}

function nameOf(element: Element): string {
  if (element.id !== "") return `#${CSS.escape(element.id)}`;
  if (element instanceof HTMLInputElement) return `input[name="${CSS.escape(element.name)}"][value="${CSS.escape(element.value)}"]`;
  if (element instanceof HTMLElement && element.dataset["risk"] !== undefined) return `[data-risk="${CSS.escape(element.dataset["risk"])}"]`;
  if (element instanceof HTMLAnchorElement) return `a[href="${CSS.escape(element.getAttribute("href") ?? "")}"]`;
  return element.matches("main *") ? `main ${element.localName}` : element.localName;
}
