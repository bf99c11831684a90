// Writes src/colour/{tailwind,dsfr}.tsv from three kept packages:
//
//   npm install --no-save tailwindcss3@npm:tailwindcss@3.4.19 tailwindcss@4.3.5 @gouvfr/dsfr@1.15.3
//   node checks/rgaa/tests/colour-data.mjs
//
// - tailwindcss 3 and 4 (MIT): the default palette; version 4 writes it in OKLCH, which is turned into sRGB here.
// - @gouvfr/dsfr 1.15 (MIT): the colour tokens, in the light and in the dark theme.
import { createRequire } from "node:module";
import { readFileSync, writeFileSync } from "node:fs";

const require = createRequire(`${process.cwd()}/`);
const folder = new URL("../src/colour/", import.meta.url);

function write(name, from, columns, rows) {
  const head = `# Made by tests/colour-data.mjs from ${from}; see there.\n# ${columns.join("\t")}\n`;
  const lines = rows.sort(([a], [b]) => (a < b ? -1 : 1)).map((row) => row.join("\t") + "\n");
  writeFileSync(new URL(name, folder), head + lines.join(""));
}

/** `#abc` and `oklch(98.5% 0.002 247.839)` as six digits. */
function digits(colour) {
  const short = /^#([0-9a-f])([0-9a-f])([0-9a-f])$/i.exec(colour);
  if (short) return short.slice(1).map((digit) => digit + digit).join("").toLowerCase();
  if (/^#[0-9a-f]{6}$/i.test(colour)) return colour.slice(1).toLowerCase();
  const lch = /^oklch\(([\d.]+)% ([\d.]+) ([\d.]+|none)\)$/.exec(colour);
  if (!lch) return undefined;
  const [lightness, chroma, hue] = [lch[1] / 100, +lch[2], ((+lch[3] || 0) * Math.PI) / 180];
  const [a, b] = [chroma * Math.cos(hue), chroma * Math.sin(hue)];
  // https://bottosson.github.io/posts/oklab/
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const linear = [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ];
  const byte = (value) => {
    const part = value <= 0.0031308 ? 12.92 * value : 1.055 * value ** (1 / 2.4) - 0.055;
    return Math.round(Math.min(1, Math.max(0, part)) * 255).toString(16).padStart(2, "0");
  };
  return linear.map(byte).join("");
}

/** `gray-400` → its digits. The older names of families warn when they are read: they are left out. */
function palette(colors) {
  const old = ["lightBlue", "warmGray", "trueGray", "coolGray", "blueGray"];
  const found = new Map();
  for (const name of Object.keys(colors).filter((name) => !old.includes(name))) {
    const shades = typeof colors[name] === "string" ? { "": colors[name] } : colors[name];
    for (const [shade, colour] of Object.entries(shades)) {
      if (digits(colour)) found.set(shade ? `${name}-${shade}` : name, digits(colour));
    }
  }
  return found;
}

const three = palette(require("tailwindcss3/colors"));
const four = palette(require("tailwindcss/colors"));
const names = [...new Set([...three.keys(), ...four.keys()])];
write(
  "tailwind.tsv",
  "tailwindcss 3 and 4",
  ["colour", "version 3", "version 4"],
  names.map((name) => [name, three.get(name) ?? four.get(name), four.get(name) ?? three.get(name)]),
);

const sheets = ["core/core.main.css", "scheme/scheme.css"].map((path) => require.resolve(`@gouvfr/dsfr/dist/${path}`));
const css = sheets.map((path) => readFileSync(path, "utf8")).join("\n");
const theme = (mark) => {
  const found = new Map();
  for (const [, selector, body] of css.matchAll(/^(:root\S*) \{([^}]*)\}/gm)) {
    if (selector !== mark) continue;
    for (const [, name, value] of body.matchAll(/--([a-z0-9-]+): ([^;]+);/g)) found.set(name, value);
  }
  return found;
};
const light = theme(":root");
const dark = new Map([...light, ...theme(":root[data-fr-theme=dark]")]);
const resolve = (theme, name, depth = 0) => {
  const value = theme.get(name) ?? "";
  const next = /^var\(--([a-z0-9-]+)\)$/.exec(value);
  return next && depth < 8 ? resolve(theme, next[1], depth + 1) : digits(value);
};
/** Colours of drawings are behind no text. */
const isOfText = (name) => !/^(artwork|border)-/.test(name);
const tokens = [...light.keys()].filter(isOfText).filter((name) => resolve(light, name) && resolve(dark, name));
write(
  "dsfr.tsv",
  "@gouvfr/dsfr 1.15",
  ["token", "light", "dark"],
  tokens.map((name) => [name, resolve(light, name), resolve(dark, name)]),
);
