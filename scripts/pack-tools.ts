import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

// `node scripts/run24.mjs scripts/pack-tools.ts <folder>`: the developers' library, kit and tool as archives that `npm install <archive>` takes, as long as no registry has them.
const root = fileURLToPath(new URL("..", import.meta.url));
const modules = join(root, "node_modules");

interface Package { readonly name: string; readonly version: string; readonly dependencies?: Readonly<Record<string, string>> }
const read = (folder: string): Package => JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as Package;

/** Everything from other hands that these packages need, down to the last. */
function foreign(names: readonly string[], found: Set<string> = new Set()): ReadonlySet<string> {
  for (const name of names) {
    if (name.startsWith("@kommunalportal/") || found.has(name)) continue;
    found.add(name);
    foreign(Object.keys(read(join(modules, name)).dependencies ?? {}), found);
  }
  return found;
}

/** Compiles a package as it would be published: JavaScript and types in `dist`, no test. */
function build(stage: string, name: string): string {
  const target = join(stage, "packages", name);
  const source = join(root, "packages", name);
  mkdirSync(target, { recursive: true });
  for (const part of ["package.json", "README.md", "src", ...({ "conformance-kit": ["spec"], "extension-cli": ["templates"] }[name] ?? [])]) {
    cpSync(join(source, part), join(target, part), { recursive: true, filter: (path) => !path.endsWith(".test.ts") && !path.startsWith(join(source, "src", "extension", "testing")) });
  }
  writeFileSync(join(target, "tsconfig.json"), JSON.stringify({
    compilerOptions: {
      target: "es2024", lib: ["es2024", "esnext.collection", "dom", "dom.iterable"], module: "nodenext", types: ["node"], typeRoots: [join(modules, "@types")], skipLibCheck: true, strict: true, declaration: true,
      rootDir: "src", outDir: "dist", rewriteRelativeImportExtensions: true, verbatimModuleSyntax: true, erasableSyntaxOnly: true,
    },
    include: ["src"],
  }));
  execFileSync(process.execPath, [join(modules, "typescript", "bin", "tsc"), "-p", "."], { cwd: target, stdio: ["ignore", "inherit", "inherit"] });
  rmSync(join(target, "src"), { recursive: true });
  return target;
}

const pack = (from: string, to: string): string => join(to, execFileSync("npm", ["pack", "--silent", "--ignore-scripts", "--pack-destination", to], { cwd: from, encoding: "utf8" }).trim());

/** Makes the archives in a folder; the tool's holds what it needs, and the library for the extensions that it begins. */
export function packTools(folder: string): { readonly sdk: string; readonly kit: string; readonly tool: string } {
  mkdirSync(folder, { recursive: true });
  const stage = mkdtempSync(join(tmpdir(), "pack-tools-"));
  try {
    mkdirSync(join(stage, "node_modules", "@kommunalportal"), { recursive: true });
    const others = foreign(Object.keys(read(join(root, "packages", "conformance-kit")).dependencies ?? {}));
    for (const name of others) symlinkSync(join(modules, name), join(stage, "node_modules", name));
    const built = ["extension-sdk", "conformance-kit", "extension-cli"].map((name) => {
      symlinkSync(join(stage, "packages", name), join(stage, "node_modules", "@kommunalportal", name));
      return build(stage, name);
    });
    const [sdkFolder = "", kitFolder = "", toolFolder = ""] = built;
    const [sdk, kit] = [pack(sdkFolder, folder), pack(kitFolder, folder)];
    cpSync(sdk, join(toolFolder, "dist", "extension-sdk.tgz"));
    const bundled = ["@kommunalportal/extension-sdk", "@kommunalportal/conformance-kit", ...others];
    for (const name of bundled) cpSync(name.startsWith("@kommunalportal/") ? join(stage, "packages", name.slice("@kommunalportal/".length)) : join(modules, name), join(toolFolder, "node_modules", name), { recursive: true, dereference: true });
    writeFileSync(join(toolFolder, "package.json"), JSON.stringify({ ...read(toolFolder), dependencies: Object.fromEntries(bundled.map((name) => [name, read(join(toolFolder, "node_modules", name)).version])), bundleDependencies: bundled }, undefined, 2));
    return { sdk, kit, tool: pack(toolFolder, folder) };
  } finally {
    rmSync(stage, { recursive: true, force: true });
  }
}

if (import.meta.main) {
  const [folder] = process.argv.slice(2);
  if (folder === undefined) { console.error("Wohin? node scripts/run24.mjs scripts/pack-tools.ts <Ordner>"); process.exitCode = 2; } else {
    const { tool } = packTools(resolve(process.env["INIT_CWD"] ?? process.cwd(), folder));
    console.log(`Fertig. Einrichten, mit Node 24: npm install --global ${tool}`);
  }
}
