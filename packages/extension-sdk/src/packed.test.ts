import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";

const source = fileURLToPath(new URL("..", import.meta.url));
const root = join(source, "..", "..");
const folder = mkdtempSync(join(tmpdir(), "extension-sdk-"));
after(() => rmSync(folder, { recursive: true, force: true }));

const bin = (name: string): string => join(root, "node_modules", ".bin", name);
const user = join(folder, "user");
let archive = "";

test("the packed library can be installed and used without any of our conditions, with its types", () => {
  const built = join(folder, "package");
  mkdirSync(built);
  for (const file of ["package.json", "README.md", "src"]) cpSync(join(source, file), join(built, file), { recursive: true, filter: (path) => !path.endsWith(".test.ts") });
  const compile = (args: readonly string[], cwd: string) => execFileSync(process.execPath, [join(root, "node_modules", "typescript", "bin", "tsc"), ...args], { cwd, encoding: "utf8" });
  writeFileSync(join(built, "tsconfig.json"), JSON.stringify({ compilerOptions: {
    target: "es2024", lib: ["es2024", "dom", "dom.iterable"], module: "nodenext", types: ["node"], typeRoots: [join(root, "node_modules", "@types")], skipLibCheck: true, strict: true, declaration: true, rootDir: "src", outDir: "dist", rewriteRelativeImportExtensions: true, verbatimModuleSyntax: true, erasableSyntaxOnly: true,
  }, include: ["src"] }));
  compile(["-p", "."], built);
  const name = execFileSync("npm", ["pack", "--silent", "--ignore-scripts", "--pack-destination", folder], { cwd: built, encoding: "utf8" }).trim();
  assert.match(name, /^kommunalportal-extension-sdk-.*\.tgz$/);
  archive = join(folder, name);
  const installed = join(user, "node_modules", "@kommunalportal", "extension-sdk");
  mkdirSync(installed, { recursive: true });
  execFileSync("tar", ["-xzf", join(folder, name), "--strip-components=1", "-C", installed]);
  const program = 'import { createPortalClient, PortalProblem } from "@kommunalportal/extension-sdk";\nconst portal = createPortalClient({ portal: "https://portal.example", tenant: "musterstadt", clientId: "probe", clientSecret: "x", attempts: 1, fetch: () => Promise.resolve(Response.json({ error: "invalid_client" }, { status: 401 })) });\nconst seen = await portal.call("getTenant", {}).then((tenant) => tenant.slug, (error: unknown) => (error instanceof PortalProblem ? error.code : "other"));\nconsole.log(seen);\n';
  writeFileSync(join(user, "package.json"), JSON.stringify({ type: "module" }));
  writeFileSync(join(user, "program.ts"), program);
  writeFileSync(join(user, "tsconfig.json"), JSON.stringify({ compilerOptions: { target: "es2024", lib: ["es2024", "dom"], module: "nodenext", types: [], strict: true }, include: ["program.ts"] }));
  compile(["-p", "."], user);
  assert.equal(execFileSync(process.execPath, ["program.js"], { cwd: user, encoding: "utf8" }).trim(), "invalid_client");
});

test("publint and attw find nothing wrong with the archive", () => {
  execFileSync(bin("publint"), ["run", archive, "--strict"], { encoding: "utf8", stdio: "pipe" });
  execFileSync(bin("attw"), [archive, "--profile", "esm-only"], { encoding: "utf8", stdio: "pipe" });
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
      cpSync(join(source, "runtimes", file), join(user, file));
      return JSON.parse(execFileSync(program, [...args, file], { cwd: user, encoding: "utf8" }));
    };
    assert.deepEqual(run("library.mjs"), library);
    assert.deepEqual(run("server.mjs"), [201, "message /webhook", "yes"]);
  });
}
