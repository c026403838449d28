import { type Swap, main, swap, tell } from "./swap.ts";

/** What a visit does to the history: a step of its own, the same step, or none since the browser made it. */
export type Step = "push" | "replace" | "none";

let underWay: AbortController | undefined;
let shown = pageOf(location);

/** Shows an address without a reload. What cannot be shown so is left to the browser. */
export async function visit(address: URL, step: Step, how: Swap): Promise<boolean> {
  underWay?.abort();
  const visiting = new AbortController();
  underWay = visiting;
  document.documentElement.classList.add("busy");
  try {
    const response = await fetch(address, { headers: { Accept: "text/html" }, signal: visiting.signal });
    const next = isPage(response) ? new DOMParser().parseFromString(await response.text(), "text/html") : null;
    if (next === null || !isOfSameBuild(next)) {
      location.assign(address);
      return false;
    }
    offline(false);
    if (step !== "none") remember(address, step);
    shown = pageOf(address);
    swap(next, how);
    return true;
  } catch (error) {
    if (visiting.signal.aborted) return false;
    tell("");
    tell("The service does not answer. What you see is what it said last.");
    offline(true);
    return false;
  } finally {
    if (underWay === visiting) {
      underWay = undefined;
      document.documentElement.classList.remove("busy");
    }
  }
}

/** Makes the address the one that the page has. */
export function remember(address: URL, step: "push" | "replace"): void {
  offline(false);
  shown = pageOf(address);
  if (address.href === location.href) return;
  history.replaceState({ y: scrollY }, "");
  if (step === "push") history.pushState({ y: 0 }, "", address);
  else history.replaceState({ y: scrollY }, "", address);
}

/** Whether the page shows what an address asks for; what it points at within the page does not count. */
export function isShown(address: URL | Location): boolean {
  return shown === pageOf(address);
}

/** Begins a page at its top, or at what its address names, with the keyboard there. */
export function begin(address: URL): void {
  const target = address.hash === "" ? null : document.getElementById(decodeURIComponent(address.hash.slice(1)));
  if (target !== null) target.scrollIntoView();
  else scrollTo(0, 0);
  main(document).focus({ preventScroll: true });
}

function pageOf(address: URL | Location): string {
  return address.pathname + address.search;
}

function isPage(response: Response): boolean {
  return response.headers.get("Content-Type")?.startsWith("text/html") ?? false;
}

/** A newer build has another script: the whole of it must come. */
function isOfSameBuild(next: Document): boolean {
  const script = "script[type=module]";
  return next.querySelector(script)?.getAttribute("src") === document.querySelector(script)?.getAttribute("src");
}

function offline(isOffline: boolean): void {
  const note = document.getElementById("offline");
  if (!isOffline) note?.remove();
  else if (note === null) {
    const words = document.createElement("p");
    words.id = "offline";
    words.className = "note offline";
    words.textContent = "The service does not answer. What you see is what it said last.";
    main(document).before(words);
  }
}
