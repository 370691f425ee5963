import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, existsSync } from "node:fs";
import { basename, join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { checkArchive, packLibrary } from "../../../scripts/test/packed-library.ts";

const { archive, user, compile } = packLibrary("extension-sdk");

test("the packed library can be installed and used without any of our conditions, with its types", () => {
  assert.match(basename(archive), /^kommunalportal-extension-sdk-.*\.tgz$/);
  const program = 'import { createPortalClient, PortalProblem } from "@kommunalportal/extension-sdk";\nconst portal = createPortalClient({ portal: "https://portal.example", tenant: "musterstadt", clientId: "probe", clientSecret: "x", attempts: 1, fetch: () => Promise.resolve(Response.json({ error: "invalid_client" }, { status: 401 })) });\nconst seen = await portal.call("getTenant", {}).then((tenant) => tenant.slug, (error: unknown) => (error instanceof PortalProblem ? error.code : "other"));\nconsole.log(seen);\n';
  // A stranger has neither the types of Node nor more of a browser's than these.
  const file = compile(program, { lib: ["es2024", "dom"], types: [] });
  assert.equal(execFileSync(process.execPath, [file], { cwd: user, encoding: "utf8" }).trim(), "invalid_client");
});

test("publint and attw find nothing wrong with the archive", () => {
  checkArchive(archive);
});

const library = { pages: ["first", "second"], codes: ["not-found", "not-found"], verified: [true, false], received: [204, 204], handled: ["message-1"] };
/** Deno and Bun where the machine has them. */
const onPath = (name: string): string | undefined => (process.env["PATH"] ?? "").split(":").map((part) => join(part, name)).find((path) => existsSync(path));
const runtimes: readonly (readonly [string, readonly [string, ...string[]] | undefined])[] = [["Node", [process.execPath]], ["Deno", runtime("deno", "run", "-A")], ["Bun", runtime("bun", "run")]];
function runtime(name: string, ...args: readonly string[]): readonly [string, ...string[]] | undefined {
  const path = onPath(name);
  return path === undefined ? undefined : [path, ...args];
}
for (const [name, command] of runtimes) {
  test(`the packed library does the same in ${name}`, { skip: command === undefined }, () => {
    const [program = "", ...args] = command ?? [];
    const run = (file: string): unknown => {
      cpSync(fileURLToPath(new URL(`../runtimes/${file}`, import.meta.url)), join(user, file));
      return JSON.parse(execFileSync(program, [...args, file], { cwd: user, encoding: "utf8" }));
    };
    assert.deepEqual(run("library.mjs"), library);
    assert.deepEqual(run("server.mjs"), [201, "message /webhook", "yes"]);
  });
}
