// The layers of the browser half do not point back, and there are no import cycles.

import assert from "node:assert/strict";
import { globSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

import { build } from "esbuild";

/** @typedef {Map<string, string[]>} Imports the files that each file imports */

const BROWSER = fileURLToPath(new URL("../../../annlab/lab/browser", import.meta.url));
const LAYERS = ["numbers", "state", "view"]; // each may import from itself and from those before

/**
 * What every JavaScript file of the browser half imports, as esbuild reads it.
 * @returns {Promise<Imports>}
 */
async function readImports() {
  const { metafile } = await build({
    absWorkingDir: BROWSER,
    entryPoints: globSync("**/*.js", { cwd: BROWSER }),
    outdir: "unwritten",
    bundle: true,
    format: "esm",
    metafile: true,
    write: false,
    logLevel: "silent",
  });
  return new Map(
    Object.entries(metafile.inputs).map(([file, { imports }]) => [
      file,
      imports.map(({ path }) => path),
    ]),
  );
}

/**
 * The number of a file's layer; the entries, in no folder, come after all layers.
 * @param {string} file
 */
function layerOf(file) {
  if (!file.includes("/")) return LAYERS.length;
  const layer = LAYERS.indexOf(file.split("/")[0]);
  assert.notEqual(layer, -1, `${file} is in no layer`);
  return layer;
}

/**
 * Imports from a layer that comes later, or of one entry by another file.
 * @param {Imports} imports
 */
function pointingBack(imports) {
  return [...imports].flatMap(([file, imported]) =>
    imported
      .filter((other) => layerOf(other) > layerOf(file) || layerOf(other) === LAYERS.length)
      .map((other) => `${file} imports ${other}`),
  );
}

/**
 * An import cycle, as the files on it; null if there is none.
 * @param {Imports} imports
 */
function cycleIn(imports) {
  const finished = new Set();
  /** @type {string[]} */
  const path = [];
  /** @type {(file: string) => string[] | null} */
  const search = (file) => {
    if (finished.has(file)) return null;
    if (path.includes(file)) return [...path.slice(path.indexOf(file)), file];
    path.push(file);
    for (const other of imports.get(file) ?? []) {
      const cycle = search(other);
      if (cycle) return cycle;
    }
    path.pop();
    finished.add(file);
    return null;
  };
  for (const file of imports.keys()) {
    const cycle = search(file);
    if (cycle) return cycle;
  }
  return null;
}

test("the layers do not point back", async () => {
  const imports = await readImports();
  assert.ok(imports.get("numbers/network.js")?.includes("numbers/activations.js"));
  assert.ok(imports.get("lab.js")?.includes("state/state.js"));
  assert.deepEqual(pointingBack(imports), []);
});

test("there are no import cycles", async () => {
  assert.equal(cycleIn(await readImports()), null);
});

test("an import that points back is noticed", () => {
  const imports = new Map([
    ["numbers/a.js", ["numbers/b.js", "state/c.js"]],
    ["state/c.js", ["numbers/a.js", "lab.js"]],
    ["lab.js", ["view/d.js", "view/d.css"]],
  ]);
  assert.deepEqual(pointingBack(imports), [
    "numbers/a.js imports state/c.js",
    "state/c.js imports lab.js",
  ]);
});

test("an import cycle is noticed", () => {
  const imports = new Map([
    ["a", ["b", "c"]],
    ["b", ["c"]],
    ["c", ["d"]],
    ["d", ["b"]],
  ]);
  assert.deepEqual(cycleIn(imports), ["b", "c", "d", "b"]);
});
