/** The release that a key leads to: to the left and right in order, up and down to the nearest of the next row. */
export function neighbour(stops: SVGAElement[], from: SVGAElement, key: string): SVGAElement | undefined {
  const place = stops.indexOf(from);
  switch (key) {
    case "ArrowLeft":
      return stops[place - 1];
    case "ArrowRight":
      return stops[place + 1];
    case "Home":
      return stops[0];
    case "End":
      return stops.at(-1);
    case "ArrowUp":
    case "ArrowDown":
      return nearestInRow(stops, from, key === "ArrowUp" ? -1 : 1);
    default:
      return undefined;
  }
}

function nearestInRow(stops: SVGAElement[], from: SVGAElement, direction: number): SVGAElement | undefined {
  const here = pointOf(from);
  let [found, best]: [SVGAElement | undefined, number] = [undefined, Infinity];
  for (const stop of stops) {
    const there = pointOf(stop);
    const rows = (there.y - here.y) * direction;
    const distance = rows * 1_000 + Math.abs(there.x - here.x); // The next row counts before the nearest column.
    if (rows > 0 && distance < best) [found, best] = [stop, distance];
  }
  return found;
}

function pointOf(stop: SVGAElement): { x: number; y: number } {
  const dot = stop.querySelector("circle");
  return { x: dot?.cx.baseVal.value ?? 0, y: dot?.cy.baseVal.value ?? 0 };
}
