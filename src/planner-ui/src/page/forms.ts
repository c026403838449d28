import { begin, visit } from "./visit.ts";

const typingPause = 150;

/** Answers questions while they are typed. All that is asked stands in the address, as if the form had been sent. */
export function listenToForms(): void {
  let pause: ReturnType<typeof setTimeout> | undefined;
  let edited: string | null = null; // By its name, since a field may be put in anew.

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || form.method !== "get" || event.defaultPrevented) return;
    event.preventDefault();
    clearTimeout(pause);
    const address = addressOf(form);
    void visit(address, "push", "main").then((isShown) => {
      if (isShown && !isLive(form)) begin(address);
    });
  });

  document.addEventListener("input", (event) => {
    const field = event.target;
    if (!(field instanceof HTMLInputElement) || field.type === "checkbox" || field.form === null || !isLive(field.form)) return;
    const form = field.form;
    clearTimeout(pause);
    pause = setTimeout(() => {
      // What is typed into one field is one step of the history, however many letters it has.
      const step = edited === field.name ? "replace" : "push";
      edited = field.name;
      void visit(addressOf(form), step, "parts");
    }, typingPause);
  });

  document.addEventListener("change", (event) => {
    const field = event.target;
    const isBox = field instanceof HTMLInputElement && field.type === "checkbox";
    if ((!isBox && !(field instanceof HTMLSelectElement)) || field.form === null || !isLive(field.form)) return;
    clearTimeout(pause);
    edited = null;
    void visit(addressOf(field.form), "push", isBox ? "parts" : "main");
  });
}

/** The address that asks what the form asks: empty and usual values are left out, a list is one value. */
export function addressOf(form: HTMLFormElement): URL {
  const values = new Map<string, string>();
  for (const [name, value] of new FormData(form)) {
    if (typeof value !== "string" || value.trim() === "" || isUsual(form, name, value)) continue;
    const before = values.get(name);
    values.set(name, before === undefined ? value.trim() : `${before},${value.trim()}`);
  }
  const address = new URL(form.action);
  address.search = new URLSearchParams([...values]).toString().replaceAll("%2C", ",");
  address.hash = "";
  return address;
}

function isUsual(form: HTMLFormElement, name: string, value: string): boolean {
  const field = form.elements.namedItem(name);
  return field instanceof HTMLSelectElement && field.dataset["usual"] === value;
}

function isLive(form: HTMLFormElement): boolean {
  return "live" in form.dataset;
}
