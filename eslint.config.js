// Lint rules of the browser half, its tools and its tests.

import js from "@eslint/js";
import globals from "globals";

/**
 * The layers do not point back: numbers know no page, state knows no picture.
 * @param {string[]} layers the folders that a layer may not import from
 */
const notFrom = (...layers) => ({
  "no-restricted-imports": ["error", { patterns: layers.map((layer) => `**/${layer}/**`) }],
});

export default [
  { ignores: [".venv/", "site/", "build/", "dist/", "node_modules/", "annlab/lab/static/"] },
  js.configs.recommended,
  {
    languageOptions: { ecmaVersion: 2024, sourceType: "module" },
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      complexity: ["error", 12],
      eqeqeq: "error",
      "max-depth": ["error", 4],
      "max-lines": ["error", { max: 400 }],
      "max-lines-per-function": ["error", { max: 80 }],
      "no-var": "error",
      "object-shorthand": "error",
      "prefer-const": "error",
    },
  },
  {
    files: ["annlab/lab/browser/**"],
    languageOptions: { globals: globals.browser },
  },
  {
    // No page: only what the language itself has, and a clock.
    files: ["annlab/lab/browser/numbers/**"],
    languageOptions: { globals: { performance: "readonly" } },
    rules: notFrom("state", "view"),
  },
  { files: ["annlab/lab/browser/state/**"], rules: notFrom("view") },
  { files: ["tools/site_labs.js"], languageOptions: { globals: globals.browser } },
  {
    files: ["tools/build_browser.js", "tests/lab/node/**", "eslint.config.js"],
    languageOptions: { globals: globals.node },
  },
];
