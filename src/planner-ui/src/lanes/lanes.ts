import { swapPart, tell } from "../page/swap.ts";
import { remember } from "../page/visit.ts";
import { neighbour } from "./neighbour.ts";

const followPause = 60;

/** Shows all updates of a release when it is pointed at by a click or the keyboard; the server draws them. */
export function mountLanes(content: ParentNode): void {
  for (const lanes of content.querySelectorAll<HTMLElement>("[data-island=lanes]:not(.mounted)")) {
    lanes.classList.add("mounted");
    mount(lanes);
  }
}

function mount(lanes: HTMLElement): void {
  const stops = [...lanes.querySelectorAll<SVGAElement>("a.stop")];
  const address = new URL(location.href);
  let current = stops.find((stop) => addressOf(stop).searchParams.get("focus") === address.searchParams.get("focus")) ?? stops.at(-1);
  for (const stop of stops) stop.setAttribute("tabindex", stop === current ? "0" : "-1");

  const choose = (stop: SVGAElement) => {
    current?.setAttribute("tabindex", "-1");
    stop.setAttribute("tabindex", "0");
    current = stop;
  };

  lanes.addEventListener("click", (event) => {
    const stop = event.target instanceof Element ? event.target.closest<SVGAElement>("a.stop") : null;
    if (stop === null || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    choose(stop);
    void show(addressOf(stop));
  });

  let pause: ReturnType<typeof setTimeout> | undefined;
  lanes.addEventListener("keydown", (event) => {
    const from = document.activeElement;
    if (!(from instanceof SVGAElement) || current === undefined) return;
    const stop = neighbour(stops, from, event.key);
    if (stop === undefined) return;
    event.preventDefault();
    choose(stop);
    stop.focus();
    clearTimeout(pause);
    pause = setTimeout(() => void show(addressOf(stop)), followPause);
  });
}

function addressOf(stop: SVGAElement): URL {
  return new URL(stop.href.baseVal, location.href);
}

let underWay: AbortController | undefined;

/** The release that was pointed at last is the one that is shown, however late an earlier answer comes. */
async function show(address: URL): Promise<void> {
  underWay?.abort();
  const showing = new AbortController();
  underWay = showing;
  const part = new URL(address);
  part.searchParams.set("part", "focus");
  part.hash = "";
  try {
    const response = await fetch(part, { headers: { Accept: "text/html" }, signal: showing.signal });
    const next = new DOMParser().parseFromString(await response.text(), "text/html").querySelector<HTMLElement>("[data-part=focus]");
    if (showing.signal.aborted) return;
    if (next === null) return location.assign(address);
    address.hash = "";
    remember(address, "replace");
    tell(next.dataset["summary"] ?? "");
    swapPart(next);
  } catch {
    if (!showing.signal.aborted) location.assign(address);
  }
}
