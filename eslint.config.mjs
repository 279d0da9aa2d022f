// The page's scripts write text only as text: everything that turns a text into markup or code is refused here. The
// app's bridge alone fills a frame with a page, so it may set srcdoc; the page's scripts may not.
import js from "@eslint/js";

const MARKUP = ["innerHTML", "outerHTML"];
const CALLS = ["insertAdjacentHTML", "setHTMLUnsafe", "parseFromString", "createContextualFragment", "write", "writeln"];

const restricted = [
  ...MARKUP.map((name) => ({
    selector: `AssignmentExpression > MemberExpression.left[property.name='${name}']`,
    message: `${name} makes markup of text; use textContent or el()`,
  })),
  ...MARKUP.map((name) => ({
    selector: `MemberExpression[computed=true][property.value='${name}']`,
    message: `${name} makes markup of text; use textContent or el()`,
  })),
  ...CALLS.map((name) => ({
    selector: `CallExpression[callee.property.name='${name}']`,
    message: `${name}() makes markup of text; use textContent or el()`,
  })),
  {
    selector: "CallExpression[callee.property.name=/^(bindPopup|bindTooltip|setContent|setPrefix|addAttribution)$/] > :matches(Literal, TemplateLiteral, BinaryExpression).arguments",
    message: "Leaflet reads this text as HTML; give it an element",
  },
  { selector: "CallExpression[callee.name=/^set(Timeout|Interval)$/] > Literal.arguments", message: "text must not run as code" },
  { selector: "CallExpression[callee.property.name='setAttribute'] > Literal.arguments:first-child[value=/^(on|srcdoc|style$)/]", message: "no code and no styles in attributes: the page's policy refuses them" },
];

const noFrames = {
  selector: "AssignmentExpression > MemberExpression.left[property.name='srcdoc']",
  message: "the page frames nothing",
};

const page = {
  Atlas: "writable", L: "readonly", document: "readonly", window: "readonly", location: "readonly", history: "readonly",
  navigator: "readonly", matchMedia: "readonly", requestAnimationFrame: "readonly", ResizeObserver: "readonly",
  setTimeout: "readonly", clearTimeout: "readonly", atob: "readonly", Blob: "readonly", Response: "readonly",
  DecompressionStream: "readonly", TextDecoder: "readonly", URL: "readonly", URLSearchParams: "readonly",
  getComputedStyle: "readonly", Image: "readonly", XMLSerializer: "readonly", console: "readonly", parent: "readonly",
  performance: "readonly",
};

const rules = {
  ...js.configs.recommended.rules,
  "no-eval": "error",
  "no-implied-eval": "error",
  "no-new-func": "error",
  "no-script-url": "error",
  "no-var": "error",
  "prefer-const": "error",
  eqeqeq: "error",
  "no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_" }],
  "max-lines": ["error", { max: 500, skipBlankLines: true, skipComments: true }],
  "no-restricted-syntax": ["error", ...restricted],
};

export default [
  { ignores: [".venv/**", "node_modules/**", "build/**", "dist/**", "**/vendor/**"] },
  { files: ["geo/timeline/static/*.js"], languageOptions: { sourceType: "script", globals: page }, rules: { ...rules, "no-restricted-syntax": ["error", ...restricted, noFrames] } },
  {
    files: ["views/*.js"],
    languageOptions: { sourceType: "module", globals: page },
    rules,
  },
  {
    files: ["tests/js/**/*.mjs", "eslint.config.mjs"],
    languageOptions: { sourceType: "module", globals: { ...page, performance: "readonly", process: "readonly" } },
    rules: { ...rules, "no-restricted-syntax": "off" },
  },
];
