import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { sourceFiles, type SourceFile } from "./imports.ts";

const root = join(import.meta.dirname, "..", "..");
const all = sourceFiles(root, ["apps/**/*.ts", "packages/**/*.ts"]);
const portal = all.filter(({ path }) => path.startsWith("apps/portal/src/"));
/** Test support is named `test-….ts` or `testing-….ts`, or lies in `testing/`. */
const product = (files: readonly SourceFile[]): SourceFile[] => files.filter(({ path }) => !/\.test\.ts$|\/testing\/|\/test(ing)?-[a-z-]+\.ts$/.test(path));

/** The domain floor from left to right: a room imports only rooms to its left (DESIGN.md, "A room"). */
const order = [["tenants", "audit", "disturbances", "streets"], ["accounts"], ["catalogue", "forms"], ["payments"], ["applications"], ["mailbox", "safe", "evidence"], ["answers"], ["appointments"], ["hub"], ["casework", "gateway"], ["handover"], ["extensions", "insight"], ["developers"]];
const place = new Map(order.flatMap((rooms, at) => rooms.map((room) => [room, at] as const)));

const floorOf = (path: string): string | undefined => /^apps\/portal\/src\/(platform|modules|ui|surfaces)\//.exec(path)?.[1];
const roomOf = (path: string): string | undefined => /^apps\/portal\/src\/(?:platform|modules)\/([a-z-]+)\//.exec(path)?.[1];

test("the check sees the house", () => {
  assert.ok(all.length > 300, `only ${all.length} files seen`);
  assert.ok(portal.filter(({ path }) => floorOf(path) === "modules").length > 100);
  assert.ok(all.flatMap(({ imports }) => imports).length > 1000);
});

test("imports point downwards: surfaces, ui, modules, platform, packages", () => {
  const floors = ["platform", "modules", "ui", "surfaces"];
  const may: Readonly<Record<string, readonly string[]>> = { platform: ["platform"], modules: ["modules", "platform"], ui: ["ui"], surfaces: ["surfaces", "ui", "modules", "platform"] };
  const wrong = product(portal).flatMap(({ path, imports }) => imports.filter((target) => {
    const from = floorOf(path);
    if (from === undefined || !target.startsWith("apps/")) return false;
    const to = floorOf(target);
    if (to === undefined) return !(target === "apps/portal/src/config.ts" && from === "surfaces");
    return floors.includes(to) && !may[from]!.includes(to);
  }).map((target) => `${path} → ${target}`));
  assert.deepEqual(wrong, []);
  assert.deepEqual(product(all.filter(({ path }) => path.startsWith("packages/"))).flatMap(({ path, imports }) => imports.filter((target) => target.startsWith("apps/")).map((target) => `${path} → ${target}`)), []);
  assert.deepEqual(product(portal).flatMap(({ path, imports }) => imports.filter((target) => target.startsWith("apps/sandbox/")).map((target) => `${path} → ${target}`)), []);
});

test("a room is entered by its index only, and the domain floor runs from left to right", () => {
  const wrong = product(portal).flatMap(({ path, imports }) => imports.filter((target) => {
    const to = roomOf(target);
    if (to === undefined || (roomOf(path) === to && floorOf(path) === floorOf(target))) return false;
    if (!target.endsWith(`/${to}/index.ts`)) return true;
    if (floorOf(path) !== "modules" || floorOf(target) !== "modules") return false;
    return place.get(to)! >= place.get(roomOf(path)!)!;
  }).map((target) => `${path} → ${target}`));
  assert.deepEqual(wrong, []);
});

test("every room of the domain has a place in the order, a README and a short index", () => {
  const rooms = readdirSync(join(root, "apps/portal/src/modules"));
  for (const room of rooms) {
    assert.ok(place.has(room), `${room} has no place in the order`);
    assert.ok(existsSync(join(root, "apps/portal/src/modules", room, "README.md")), `${room} has no README.md`);
    const index = portal.find(({ path }) => path === `apps/portal/src/modules/${room}/index.ts`);
    assert.ok(index && index.lines <= 45, `${room}/index.ts is missing or longer than 45 lines`);
  }
});

test("no file needs more than 300 lines", () => {
  assert.deepEqual(all.filter(({ lines }) => lines > 300).map(({ path, lines }) => `${path} ${lines}`), []);
});

test("libraries are pure: no database, no server, no environment", () => {
  const banned = /^(node:(http|https|net|tls|dgram|child_process|worker_threads)|pg|fastify)$/;
  // The kit and the command line are programs (DESIGN): they listen, start processes and read the environment. What only Node has, the SDK keeps in an entrance of its own.
  const wrong = product(all.filter(({ path }) => path.startsWith("packages/") && path.includes("/src/") && !/^packages\/(conformance-kit|extension-cli|extension-sdk\/src\/node)\//.test(path) && !path.endsWith("request-with-certificate.ts")))
    .flatMap(({ path, imports }) => imports.filter((target) => banned.test(target)).map((target) => `${path} → ${target}`));
  assert.deepEqual(wrong, []);
});

test("no staff page reads again itself what a process holds in memory: the database tells every process alike, and the page waits for that", () => {
  const pages = product(portal).filter(({ path }) => /\/surfaces\/(admin|operator|staff|routing)\//.test(path));
  assert.ok(pages.length > 100, `only ${pages.length} files seen`);
  // Two readings at once, one told and one asked for, could leave the older one.
  assert.deepEqual(pages.filter(({ path }) => /\.refresh\(/.test(readFileSync(join(root, path), "utf8"))).map(({ path }) => path), []);
});

test("nothing goes in a circle", () => {
  const graph = new Map(product(all).map(({ path, imports }) => [path, imports.filter((target) => target.endsWith(".ts"))]));
  const state = new Map<string, "open" | "done">();
  const circles: string[] = [];
  const visit = (path: string, trail: readonly string[]): void => {
    if (state.get(path) === "done") return;
    if (state.get(path) === "open") { circles.push([...trail.slice(trail.indexOf(path)), path].join(" → ")); return; }
    state.set(path, "open");
    for (const target of graph.get(path) ?? []) visit(target, [...trail, path]);
    state.set(path, "done");
  };
  for (const path of graph.keys()) visit(path, []);
  // Types may refer to each other inside one room: those circles vanish when types are stripped.
  assert.deepEqual(circles.filter((circle) => new Set(circle.split(" → ").map((path) => path.split("/").slice(0, 5).join("/"))).size > 1), []);
});
