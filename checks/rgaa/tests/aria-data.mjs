// Writes src/aria/{roles,attributes,elements}.tsv from two kept packages:
//
//   npm install --no-save aria-query@5.3.2 html-aria@0.5.3 && node checks/rgaa/tests/aria-data.mjs
//
// - html-aria 0.5.3 (MIT): WAI-ARIA 1.3, DPUB-ARIA 1.1, Graphics-ARIA, ARIA in HTML (which roles an element may have).
// - aria-query 5.3.2 (Apache-2.0): WAI-ARIA 1.2, abstract roles, types of attributes.
//
// Where they differ, the more tolerant one holds: an attribute is supported when either says so, and prohibited only
// when both do.
import { writeFileSync } from "node:fs";
import aria from "aria-query";
import * as html from "html-aria";

const folder = new URL("../src/aria/", import.meta.url);
const sorted = (words) => [...new Set(words)].sort();
const list = (words) => sorted(words).join(" ") || "-";
const flag = (name, is) => (is ? [name] : []);
const global = Object.keys(html.globalAttributes);
/** Global in WAI-ARIA 1.1, deprecated on most roles since 1.2: https://www.w3.org/TR/wai-aria-1.2/#global_states */
const onceGlobal = ["aria-disabled", "aria-errormessage", "aria-haspopup", "aria-invalid"];
/** WAI-ARIA 1.3 drafts, ahead of both packages. */
const drafts = { "aria-actions": "idlist" };

function write(name, columns, rows) {
  const head = `# Made by tests/aria-data.mjs from html-aria and aria-query; see there.\n# ${columns.join("\t")}\n`;
  writeFileSync(new URL(name, folder), head + rows.map((row) => row.join("\t") + "\n").join(""));
}

function role(name) {
  const ours = html.roles[name];
  const theirs = aria.roles.get(name);
  const parents = ours?.superclasses ?? theirs.superClass.map((path) => path.at(-1));
  const supported = [...(ours?.supported ?? []), ...Object.keys(theirs?.props ?? {})];
  const isNameless = ours?.nameFrom === "prohibited" && (!theirs || ["generic", "none"].includes(name) || theirs.prohibitedProps.length);
  return [
    name,
    list([
      ...flag("abstract", theirs?.abstract),
      ...flag("deprecated", name === "directory" || ["doc-biblioentry", "doc-endnote"].includes(name)),
      ...flag("presentational-children", ours?.childrenPresentational),
      ...flag("name-required", ours?.nameRequired),
      ...flag("named-by-content", ours?.nameFrom === "authorAndContents"),
    ]),
    list(parents),
    list(supported.filter((attribute) => !global.includes(attribute))),
    list(ours?.required ?? []),
    list(isNameless ? ours.prohibited : []),
    list(ours?.requiredParentRoles ?? []),
    list(ours?.allowedChildRoles ?? []),
  ];
}

function attribute(name) {
  const known = aria.aria.get(name);
  const type = drafts[name] ?? known?.type ?? html.attributes[name].type;
  const values = (known?.values ?? []).map(String);
  return [
    name,
    type + (known?.allowundefined ? "-or-undefined" : ""),
    list(values),
    list([
      ...flag("global", global.includes(name) || name in drafts),
      ...flag("once-global", onceGlobal.includes(name)),
      ...flag("deprecated", ["aria-grabbed", "aria-dropeffect"].includes(name)),
    ]),
  ];
}

const INPUTS = "button checkbox color date datetime-local email file hidden image month number password radio range reset search submit tel text time url week";

// The implicit role is left out where more than the name decides, and for SVG, on which browsers differ.

/** Elements whose roles depend on more than their name, each with what makes it what it is. */
const VARIANTS = [
  ["a", "a", {}],
  ["a href", "a", { href: "#" }],
  ["area", "area", {}],
  ["area href", "area", { href: "#" }],
  ["img", "img", {}],
  ["img alt", "img", { alt: "x" }],
  ["img alt=", "img", { alt: "" }],
  ...INPUTS.split(" ").map((type) => [`input ${type}`, "input", { type }]),
  ["input list", "input", { type: "text", list: "x" }],
  ["input pressed", "input", { type: "checkbox", "aria-pressed": "true" }],
  ["select", "select", {}],
  ["select multiple", "select", { multiple: true }],
  ["li", "li", {}, [{ tagName: "ul" }]],
  ["td", "td", {}, [{ tagName: "tr" }, { tagName: "table" }]],
  ["th", "th", {}, [{ tagName: "tr" }, { tagName: "table" }]],
  ["tr", "tr", {}, [{ tagName: "table" }]],
  ["summary", "summary", {}, [{ tagName: "details" }]],
  ["header", "header", {}, []],
  ["footer", "footer", {}, []],
];

function element([key, tagName, attributes, ancestors]) {
  const roles = html.getSupportedRoles({ tagName, attributes }, { ancestors });
  const isAny = roles.length >= html.ALL_ROLES.length;
  const { defaultRole } = html.tags[tagName];
  const isHtml = defaultRole !== "none" && !["svg", "text"].includes(tagName);
  const own = key === tagName && isHtml ? defaultRole : undefined;
  return [key, own ?? "-", isAny ? "*" : list(roles)];
}

const named = new Set(VARIANTS.map(([key]) => key));
const plain = Object.keys(html.tags).filter((name) => !named.has(name)).map((name) => [name.toLowerCase(), name, {}, []]);
const byName = ([a], [b]) => (a < b ? -1 : 1);

write(
  "roles.tsv",
  ["role", "flags", "superclasses", "supported", "required", "prohibited", "context", "owned"],
  sorted([...aria.roles.keys(), ...Object.keys(html.roles)]).map(role),
);
write(
  "attributes.tsv",
  ["attribute", "type", "values", "flags"],
  sorted([...aria.aria.keys(), ...Object.keys(html.attributes), ...Object.keys(drafts)]).map(attribute),
);
write("elements.tsv", ["element", "implicit", "roles"], [...VARIANTS, ...plain].map(element).sort(byName));
