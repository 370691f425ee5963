import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The folder of the npm package with the pinned browser. */
const packed = dirname(dirname(fileURLToPath(import.meta.resolve("@sparticuz/chromium"))));

/**
 * Chromium's headless shell from the npm registry: the same engine as the whole browser without its windows, which cost more than the pages (the gallery of fields:
 * 51 s of CPU, with the shell 20). Unpacked once beside the packages. Undefined where it does not run: another system than Linux on x64, or libraries are missing.
 */
export function headlessShell(): string | undefined {
  if (process.platform !== "linux" || process.arch !== "x64") return undefined;
  const { version } = JSON.parse(readFileSync(join(packed, "package.json"), "utf8")) as { readonly version: string };
  const folder = join(packed, "..", "..", ".cache", `headless-shell-${version}`);
  const shell = join(folder, "chromium");
  try {
    if (!existsSync(shell)) unpack(folder);
  } catch {
    // No room, or nothing may be written here: there are other browsers.
    return undefined;
  }
  return spawnSync(shell, ["--version"], { timeout: 30_000 }).status === 0 ? shell : undefined;
}

/** Fonts that came with it, for a machine without any. */
export function fontsFor(shell: string): Readonly<Record<string, string>> {
  const fonts = join(dirname(shell), "fonts");
  return existsSync("/etc/fonts") || !existsSync(fonts) ? {} : { FONTCONFIG_PATH: fonts };
}

function unpack(folder: string): void {
  mkdirSync(dirname(folder), { recursive: true });
  // Several may start at once: each unpacks for itself, and one of them gives it its name.
  const own = mkdtempSync(`${folder}.`);
  try {
    // The package unpacks to the folder for temporary files and takes what lies there already, whoever put it there; so it gets one of its own.
    const { status, stderr } = spawnSync(process.execPath, ["--input-type=module", "--eval", `import packed from ${JSON.stringify(import.meta.resolve("@sparticuz/chromium"))}; await packed.executablePath();`], { env: { ...process.env, TMPDIR: own }, encoding: "utf8" });
    if (status !== 0) throw new Error(`the headless shell could not be unpacked: ${stderr}`);
    renameSync(own, folder);
  } catch (error) {
    rmSync(own, { recursive: true, force: true });
    if (!existsSync(folder)) throw error;
  }
}
