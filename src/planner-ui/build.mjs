// Bundles the script and the style sheet, and gathers the licences of what is bundled. Usage: node build.mjs [OUTPUT FOLDER]
import { build } from "esbuild";
import { cp, mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const room = dirname(fileURLToPath(import.meta.url));
const output = resolve(process.argv[2] ?? join(room, "../../artifacts/planner-ui"));
await mkdir(output, { recursive: true });

const { metafile } = await build({
  absWorkingDir: room,
  entryPoints: [
    { in: "src/main.ts", out: "planner" },
    { in: "style/planner.css", out: "planner" },
  ],
  outdir: output,
  bundle: true,
  minify: true,
  format: "esm",
  target: ["es2023", "chrome123", "firefox120", "safari17.5"],
  legalComments: "none",
  metafile: true,
  logLevel: "warning",
});
await cp(join(room, "icon.svg"), join(output, "icon.svg"));

// node_modules/preact/dist/preact.mjs is of preact, node_modules/@preact/signals/… of @preact/signals.
const packages = new Set(
  Object.keys(metafile.inputs)
    .map((path) => /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1])
    .filter((name) => name !== undefined),
);
const licences = [];
for (const name of [...packages].sort()) {
  const folder = join(room, "node_modules", name);
  const { version, license } = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
  licences.push(`${name} ${version} (${license})\n\n${(await readFile(join(folder, "LICENSE"), "utf8")).trim()}\n`);
}
await writeFile(join(output, "licences.txt"), `The script of these pages contains:\n\n${licences.join("\n----\n\n")}`);
