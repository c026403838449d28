const units: [Intl.RelativeTimeFormatUnit, number][] = [
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
];

/** Says how long ago moments are. */
export function mountMoments(content: ParentNode): void {
  for (const moment of content.querySelectorAll<HTMLTimeElement>("time:not(.mounted)")) {
    moment.classList.add("mounted");
    const seconds = (Date.now() - Date.parse(moment.dateTime)) / 1_000;
    const [unit, length] = units.find(([, least]) => seconds >= least) ?? ["second", 1];
    moment.after(` (${new Intl.RelativeTimeFormat("en").format(-Math.max(0, Math.floor(seconds / length)), unit)})`);
  }
}
