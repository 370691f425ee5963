import { type ChildProcess, fork } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const PROGRAM = fileURLToPath(new URL("./renderer-process.ts", import.meta.url));
/** The discard port of this machine: whatever tries to download goes nowhere. */
const NOWHERE = "http://127.0.0.1:9";

/** The child gets no setting and no secret of the portal, and no way to a package on the disk or in the network. */
export function startChild(templatesDir: string, fontsDir: string): ChildProcess {
  const nothing = join(templatesDir, ".nothing");
  return fork(PROGRAM, [templatesDir, fontsDir], {
    serialization: "advanced",
    cwd: templatesDir,
    execArgv: [],
    stdio: ["ignore", "ignore", "ignore", "ipc"],
    env: { HTTP_PROXY: NOWHERE, HTTPS_PROXY: NOWHERE, http_proxy: NOWHERE, https_proxy: NOWHERE, XDG_DATA_HOME: nothing, XDG_CACHE_HOME: nothing },
  });
}
