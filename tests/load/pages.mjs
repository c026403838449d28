// Measures the pages of the largest channel in a real browser: how long they take to appear, beside a page of one letter,
// and to follow what a reader does.
// Usage: node tests/load/pages.mjs [TIMES]
// Needs chromium (Debian's package), the server and tests/UpdateService.EndToEnd.Tests built in Release: the driver is the tests' own.
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { loadavg, cpus } from "node:os";
import { createInterface } from "node:readline";

const times = Number(process.argv[2] ?? 15);
const built = new URL("../../artifacts/bin/", import.meta.url).pathname;
const { chromium } = createRequire(import.meta.url)(`${built}UpdateService.EndToEnd.Tests/release/.playwright/package`);
const channel = "candidate-4.14";
const any = "http://127.0.0.1:0";

const server = spawn("dotnet", [`${built}UpdateService.Server/release/update-service.dll`, "--listen", any, "--status-listen", any]);
process.on("exit", () => server.kill());
const site = await new Promise((found, failed) => {
  server.on("exit", (status) => failed(new Error(`The server ended with ${status}.`)));
  createInterface(server.stdout).on("line", (line) => {
    const address = /^  serving    (http:\/\/[^/ ]+)/.exec(line)?.[1];
    if (address !== undefined) found(address);
  });
});
const browser = await chromium.launch({ executablePath: "/usr/bin/chromium" });

const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];
const report = (what, target, numbers) =>
  console.log(`${what.padEnd(46)} ${median(numbers).toFixed(0).padStart(6)} ${Math.min(...numbers).toFixed(0).padStart(6)} ${Math.max(...numbers).toFixed(0).padStart(6)} ${String(target).padStart(7)}`);

/** Loads a page again and again in windows of their own: from the navigation to the answer, to the first paint and to what `isReady` sees. */
async function measureLoads(name, path, isReady) {
  const rows = [];
  for (let time = 0; time < times; time++) {
    const window = await browser.newContext();
    const page = await window.newPage();
    await page.goto(new URL(path, site).href);
    await page.waitForFunction(isReady);
    await page.waitForFunction(() => performance.getEntriesByName("first-contentful-paint").length > 0);
    rows.push(
      await page.evaluate(() => {
        const [navigation] = performance.getEntriesByType("navigation");
        const paint = performance.getEntriesByName("first-contentful-paint")[0];
        return { answer: navigation.responseEnd, paint: paint.startTime, drawn: paint.startTime - navigation.responseStart, loaded: navigation.loadEventEnd };
      }),
    );
    await window.close();
  }
  for (const [words, key, target] of [["whole answer", "answer", "–"], ["first render", "paint", 200], ["first render after the answer begins", "drawn", "–"], ["loaded", "loaded", "–"]])
    report(`${name}: ${words}`, target, rows.map((row) => row[key]));
}

/** Does something in one page again and again, and counts until its effect has been painted. */
async function measureDeeds(name, path, isReady, deed, target = 50) {
  const page = await browser.newPage();
  await page.goto(site + path);
  await page.waitForFunction(isReady);
  await page.evaluate(() => {
    // The frame after the one in which something is so has been painted.
    globalThis.painted = (begin, isSo) =>
      new Promise((done) => {
        const start = performance.now();
        begin();
        const look = () => (isSo() ? requestAnimationFrame(() => setTimeout(() => done(performance.now() - start))) : setTimeout(look));
        look();
      });
  });
  const numbers = [];
  for (let time = 0; time < times; time++) {
    numbers.push(await page.evaluate(deed, time));
    await page.waitForFunction(() => !document.documentElement.classList.contains("busy"));
  }
  report(name, target, numbers);
  await page.close();
}

console.log(`${readFileSync("/proc/cpuinfo", "utf8").match(/model name\s*: (.*)/)?.[1]}, ${cpus().length} cores, load average ${loadavg().map((load) => load.toFixed(1)).join(" ")}, ${times} times`);
console.log(`${"".padEnd(46)} median    min    max  target (ms)`);
const plain = createServer((_, answer) => answer.setHeader("Content-Type", "text/html").end("<!doctype html><title>a</title><p>a"));
await new Promise((listens) => plain.listen(0, "127.0.0.1", listens));
await measureLoads("a page of one letter", `http://127.0.0.1:${plain.address().port}/`, () => true);
plain.close();
await measureLoads("channel", `/channels/${channel}`, () => document.querySelector("#lanes.mounted") !== null);
await measureLoads("matrix", `/matrix?channel=${channel}`, () => document.querySelector("canvas") !== null);
await measureLoads("plan", "/plan?from=4.14.0&to=4.15.0", () => document.querySelector("h2.summary") !== null);
await measureDeeds("channel: another release is looked at", `/channels/${channel}`, () => document.querySelector("#lanes.mounted") !== null, (time) => {
  const stops = document.querySelectorAll("a.stop");
  const stop = stops[stops.length - 1 - time * 7];
  const version = new URL(stop.href.baseVal, location.href).searchParams.get("focus");
  return painted(() => stop.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true })), () => document.querySelector(".focus p")?.textContent.startsWith(`${version}:`));
});
await measureDeeds("matrix: a risk is accepted, recoloured", `/matrix?channel=${channel}`, () => document.querySelector("canvas") !== null, (time) => {
  const box = document.querySelectorAll("input[name=accept]")[time];
  return painted(() => box.click(), () => true);
});
await measureDeeds("matrix: the cursor goes on", `/matrix?channel=${channel}`, () => document.querySelector("canvas") !== null, () => {
  const canvas = document.querySelector("canvas");
  const before = document.querySelector(".readout").textContent;
  return painted(() => canvas.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowRight", bubbles: true, cancelable: true })), () => document.querySelector(".readout").textContent !== before);
});
await measureDeeds("plan: typed (a pause of 150 ms is part of it)", "/plan?from=4.14.0&to=4.15.0", () => document.querySelector("h2.summary") !== null, (time) => {
  const field = document.querySelector("#to");
  return painted(
    () => {
      field.value = `4.15.${time + 10}`;
      field.dispatchEvent(new InputEvent("input", { bubbles: true }));
    },
    () => document.querySelector("h2.summary")?.textContent.includes(` to ${field.value} `),
  );
}, 150 + 50);
await browser.close();
