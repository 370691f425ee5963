import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import packed from "@sparticuz/chromium";
import { chromium, type Browser } from "playwright-core";

const flags = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"];

/** The installed Chromium, else Debian's package where we may install it, else the one from the npm registry. None is a failure, never a skip. */
async function executable(): Promise<string> {
  const installed = (): string | undefined => [process.env["CHROMIUM_PATH"], "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome", "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome", "/Applications/Chromium.app/Contents/MacOS/Chromium"]
    .find((path) => path !== undefined && existsSync(path));
  const found = installed();
  if (found !== undefined) return found;
  if (process.getuid?.() === 0 && existsSync("/usr/bin/apt-get")) {
    console.log("Kein Chromium gefunden: Das Debian-Paket wird installiert …");
    spawnSync("/bin/sh", ["-c", "apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -qy --no-install-recommends chromium"], { stdio: "ignore", timeout: 600_000 });
    const now = installed();
    if (now !== undefined) return now;
  }
  return packed.executablePath();
}

/** A real browser for the journeys. It resolves `*.localhost` to the loopback by itself. `more`: further switches of its command line. */
export async function launchChromium(more: readonly string[] = []): Promise<Browser> {
  return chromium.launch({ executablePath: await executable(), args: [...flags, ...more] });
}
