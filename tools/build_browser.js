// Bundles the browser half: one module and one style sheet for each widget, minified, in
// annlab/lab/static/. `--check` writes nothing, and fails if what is there is not what would be
// written.

import { readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";

import { build } from "esbuild";

const LAB = fileURLToPath(new URL("../annlab/lab/", import.meta.url));
const checking = process.argv.includes("--check");

const { outputFiles, metafile } = await build({
  absWorkingDir: LAB,
  entryPoints: ["browser/lab.js", "browser/stepper.js"],
  outdir: "static",
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2022",
  charset: "utf8",
  legalComments: "none",
  metafile: true,
  write: !checking,
});

for (const [path, { bytes }] of Object.entries(metafile.outputs)) {
  console.log(`${path}  ${(bytes / 1000).toFixed(1)} kB`);
}
for (const { path, contents } of outputFiles ?? []) {
  const saved = await readFile(join(LAB, "static", basename(path))).catch(() => null);
  if (saved?.equals(contents)) continue;
  console.error(`${basename(path)} is not what its sources make: run npm run build`);
  process.exitCode = 1;
}
