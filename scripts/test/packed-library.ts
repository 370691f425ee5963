import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, sep } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));
const modules = join(root, "node_modules");
const strict = { target: "es2024", lib: ["es2024", "dom", "dom.iterable"], module: "nodenext", types: ["node"], typeRoots: [join(modules, "@types")], strict: true };

export interface PackedLibrary {
  readonly archive: string;
  /** Folder of a stranger in which the archive is installed. */
  readonly user: string;
  /** Compiles a stranger's program against the library's types and gives the name of its file below `user`; throws where the types do not fit. */
  compile(program: string, options?: { readonly lib?: readonly string[]; readonly types?: readonly string[] }): string;
}

/**
 * Builds and packs a library of `packages` as it would be published, without tests, and installs the archive in an empty folder. `needs`: what it has
 * from other hands, down to the last; nothing else of this house lies there. The folders are removed when the process ends.
 */
export function packLibrary(name: string, { needs = [] }: { readonly needs?: readonly string[] } = {}): PackedLibrary {
  const source = join(root, "packages", name);
  const folder = mkdtempSync(join(tmpdir(), `${name}-packed-`));
  process.once("exit", () => { rmSync(folder, { recursive: true, force: true }); });
  const [built, user] = [join(folder, "package"), join(folder, "user")];
  mkdirSync(built);
  for (const part of ["package.json", "README.md", "src"]) cpSync(join(source, part), join(built, part), { recursive: true, filter: (path) => !path.endsWith(".test.ts") && !path.startsWith(join(source, "src", "testing")) });
  writeFileSync(join(built, "tsconfig.json"), JSON.stringify({ compilerOptions: { ...strict, skipLibCheck: true, declaration: true, rootDir: "src", outDir: "dist", rewriteRelativeImportExtensions: true, verbatimModuleSyntax: true, erasableSyntaxOnly: true }, include: ["src"] }));
  symlinkSync(modules, join(built, "node_modules"));
  tsc(built);
  rmSync(join(built, "node_modules"));
  const archive = join(folder, execFileSync("npm", ["pack", "--silent", "--ignore-scripts", "--pack-destination", folder], { cwd: built, encoding: "utf8" }).trim());
  const installed = join(user, "node_modules", "@kommunalportal", name);
  mkdirSync(installed, { recursive: true });
  execFileSync("tar", ["-xzf", archive, "--strip-components=1", "-C", installed]);
  for (const needed of needs) symlinkSync(join(modules, needed), join(user, "node_modules", needed));
  writeFileSync(join(user, "package.json"), JSON.stringify({ type: "module" }));
  return {
    archive, user,
    compile(program, options) {
      writeFileSync(join(user, "program.ts"), program);
      writeFileSync(join(user, "tsconfig.json"), JSON.stringify({ compilerOptions: { ...strict, skipLibCheck: false, ...options }, include: ["program.ts"] }));
      tsc(user);
      return "program.js";
    },
  };
}

/** publint and attw look through the archive; throws what they find. */
export function checkArchive(archive: string): void {
  execFileSync(join(modules, ".bin", "publint"), ["run", archive, "--strict"], { encoding: "utf8", stdio: "pipe" });
  execFileSync(join(modules, ".bin", "attw"), [archive, "--profile", "esm-only"], { encoding: "utf8", stdio: "pipe" });
}

/** The Node that runs the tests, and the one of this machine where it is another: `engines` says 20.20. */
export function nodesHere(): readonly string[] {
  const other = (process.env["PATH"] ?? "").split(":").map((part) => join(part, "node")).find((path) => existsSync(path) && !path.includes(`${sep}node-runtime${sep}`) && dirname(path) !== dirname(process.execPath));
  return other === undefined ? [process.execPath] : [process.execPath, other];
}

function tsc(cwd: string): void {
  execFileSync(process.execPath, [join(modules, "typescript", "bin", "tsc"), "-p", "."], { cwd, encoding: "utf8" });
}
