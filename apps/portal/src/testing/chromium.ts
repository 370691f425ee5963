import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { chromium, type Browser } from "playwright-core";
import { fontsFor, headlessShell } from "./headless-shell.ts";

const flags = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"];

/** A real browser for the journeys, or the one that CHROMIUM_PATH names. It resolves `*.localhost` to the loopback by itself. */
export function launchChromium(): Promise<Browser> {
  return launch(given() ?? headlessShell() ?? whole() ?? withDebians(() => headlessShell() ?? whole()), []);
}

/** A browser with everything that lies around the engine, as the rules for cookies of third parties: it costs more than twice as much. `more`: further switches of its command line. */
export function launchWholeChromium(more: readonly string[]): Promise<Browser> {
  return launch(given() ?? whole() ?? withDebians(whole) ?? headlessShell(), more);
}

/** No browser at all is a failure, never a skip. */
function launch(executablePath: string | undefined, more: readonly string[]): Promise<Browser> {
  if (executablePath === undefined) throw new Error("no Chromium: install one, or name one with CHROMIUM_PATH");
  return chromium.launch({ executablePath, args: [...flags, ...more], env: { ...process.env, ...fontsFor(executablePath) } });
}

const first = (paths: readonly (string | undefined)[]): string | undefined => paths.find((path) => path !== undefined && existsSync(path));
const given = (): string | undefined => first([process.env["CHROMIUM_PATH"]]);
const whole = (): string | undefined => first(["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome", "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome", "/Applications/Chromium.app/Contents/MacOS/Chromium"]);

/** Debian's package where we may install it; it brings the libraries that the headless shell needs too. */
function withDebians(find: () => string | undefined): string | undefined {
  if (process.getuid?.() !== 0 || !existsSync("/usr/bin/apt-get")) return undefined;
  console.log("Kein Chromium gefunden: Das Debian-Paket wird installiert …");
  spawnSync("/bin/sh", ["-c", "apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -qy --no-install-recommends chromium"], { stdio: "ignore", timeout: 600_000 });
  return find();
}
