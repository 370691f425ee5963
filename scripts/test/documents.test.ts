import assert from "node:assert/strict";
import { existsSync, globSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { test } from "node:test";

const root = join(import.meta.dirname, "..", "..");
const read = (path: string): string => readFileSync(join(root, path), "utf8");
const kept = (path: string): boolean => !/(^|\/)(node_modules|dist|\.data)\//.test(path);
const documents = globSync("{*,{docs,apps,packages,services,examples,bench}/**/*}.md", { cwd: root, exclude: (path) => !kept(`${path}/`) }).filter(kept);
const withoutBlocks = (text: string): string => text.replace(/^```.*?^```/gms, "");

/** Anchors as code hosts make them: small letters, no punctuation, hyphens for spaces, a number behind a repeated one. */
function anchors(text: string): ReadonlySet<string> {
  const seen = new Map<string, number>();
  return new Set([...withoutBlocks(text).matchAll(/^#{1,6} (.+)$/gm)].map(([, heading = ""]) => {
    const slug = heading.replace(/\[([^\]]*)\]\([^)]*\)/g, "$1").trim().toLowerCase().replace(/[^\p{L}\p{N}_\- ]/gu, "").replaceAll(" ", "-");
    const before = seen.get(slug) ?? 0;
    seen.set(slug, before + 1);
    return before === 0 ? slug : `${slug}-${before}`;
  }));
}

test("the check sees the documents", () => {
  assert.ok(documents.length > 90, `only ${documents.length} documents seen`);
  assert.ok(documents.includes("README.md") && documents.includes("docs/architecture.md"));
});

test("every link and picture of a document leads to something that is there", () => {
  const wrong = documents.flatMap((path) => {
    const text = withoutBlocks(read(path));
    const targets = [...text.matchAll(/\]\(<?([^)\s>]+)[^)]*\)/g), ...text.matchAll(/<img[^>]* src="([^"]+)"/g)].map(([, target = ""]) => target);
    return targets.filter((target) => {
      if (/^[a-z]+:/.test(target)) return false;
      const [file = "", anchor] = target.split("#");
      const place = file === "" ? path : normalize(join(dirname(path), file));
      if (!existsSync(join(root, place))) return true;
      return anchor !== undefined && place.endsWith(".md") && !anchors(read(place)).has(anchor);
    }).map((target) => `${path}: ${target}`);
  });
  assert.deepEqual(wrong, []);
});

test("every command that a document names exists", () => {
  const scripts = globSync("{package.json,{apps,packages,examples}/*/package.json}", { cwd: root }).flatMap((path) => Object.keys((JSON.parse(read(path)) as { readonly scripts?: object }).scripts ?? {}));
  const wrong = documents.flatMap((path) => [...read(path).matchAll(/npm run (?:-s )?([a-z][\w:-]*)/g)].filter(([, name = ""]) => !scripts.includes(name)).map(([whole]) => `${path}: ${whole}`));
  assert.deepEqual(wrong, []);
});

/** Name of a setting and what `config.ts` says of it, up to the next one. */
const settings = new Map([...read("apps/portal/src/config.ts").matchAll(/^ {2}([A-Z][A-Z0-9_]+): (.*)$/gm)].map(([, name = "", rule = ""]) => [name, rule] as const));
/** Rows of the operator's list: the names in the first cell, and the whole row. */
const rows = read("docs/operations/settings.md").split("\n").filter((line) => /^\| `[A-Z]/.test(line)).map((line) => ({ names: [...(line.split("|")[1] ?? "").matchAll(/`([A-Z][A-Z0-9_]+)`/g)].map(([, name = ""]) => name), line }));

test("every setting stands in the operator's list, and nothing else", () => {
  assert.ok(settings.size > 60 && rows.length > 50, `${settings.size} settings, ${rows.length} rows seen`);
  const listed = new Set(rows.flatMap(({ names }) => names));
  assert.deepEqual([...settings.keys()].filter((name) => !listed.has(name)), [], "read, but not listed");
  const elsewhere = globSync("{scripts,apps}/**/*.{ts,mjs}", { cwd: root, exclude: (path) => !kept(`${path}/`) }).filter((path) => kept(path) && !path.endsWith(".test.ts")).map(read).join("\n");
  assert.deepEqual([...listed].filter((name) => !settings.has(name) && !new RegExp(`\\b${name}\\b`).test(elsewhere)), [], "listed, but not read");
});

test("the operator's list names the number that a setting has without being given", () => {
  const numbers = [...settings].flatMap(([name, rule]) => {
    const value = /\.default\(([\d_]+)\)/.exec(rule)?.[1]?.replaceAll("_", "");
    return value === undefined ? [] : [{ name, value }];
  });
  assert.ok(numbers.length > 8, `only ${numbers.length} seen`);
  const wrong = numbers.filter(({ name, value }) => !rows.some(({ names, line }) => names.includes(name) && new RegExp(`\\b${value}\\b`).test(line.replace(/(?<=\d)\.(?=\d{3})/g, ""))));
  assert.deepEqual(wrong, []);
});
