import { fork, type ChildProcess } from "node:child_process";
import { mkdirSync } from "node:fs";
import { connect, createServer, type Server, type Socket } from "node:net";
import { join } from "node:path";
import { demoExamples, portOf, secretOf, type DemoExample } from "../../apps/portal/src/demo-examples.ts";

interface Given { readonly root: string; readonly folder: string; readonly portal: string; readonly first: number; readonly secret: string }
/** `missing`: examples whose port somebody else has. */
export interface Examples { readonly missing: readonly string[]; stop(): Promise<void> }

const idleMs = 600_000;
const startMs = 15_000;

/**
 * The examples with pages, each a program of its own that starts when somebody first asks for one of its pages and ends after ten minutes without
 * (as systemd's socket activation does): until then they cost nothing (decision 0045). A port that is taken is no reason not to start.
 */
export async function offerExamples(given: Given): Promise<Examples> {
  const offered = await Promise.all(demoExamples.filter(({ processes }) => processes !== true).map((example) => offer(given, example)));
  return { missing: offered.flatMap((one) => (typeof one === "string" ? [one] : [])), async stop() { await Promise.all(offered.flatMap((one) => (typeof one === "string" ? [] : [one.stop()]))); } };
}

async function offer(given: Given, example: DemoExample): Promise<{ stop(): Promise<void> } | string> {
  let child: ChildProcess | undefined;
  let starting: Promise<number> | undefined;
  let idle: NodeJS.Timeout | undefined;
  const open = new Set<Socket>();

  function started(): Promise<number> {
    starting ??= new Promise<number>((resolve, reject) => {
      const one = startProgram(given, example);
      child = one;
      const late = setTimeout(() => { one.kill("SIGKILL"); }, startMs);
      one.stdout?.on("data", (data: Buffer) => { const port = /"listening":(\d+)/.exec(data.toString("utf8"))?.[1]; if (port !== undefined) { clearTimeout(late); resolve(Number(port)); } });
      one.once("exit", () => { clearTimeout(late); child = undefined; starting = undefined; reject(new Error("the example ended")); });
      one.once("error", reject);
    });
    return starting;
  }

  function rest(): void {
    clearTimeout(idle);
    if (open.size === 0) idle = setTimeout(() => { child?.kill("SIGTERM"); }, idleMs).unref();
  }

  const server: Server = createServer({ pauseOnConnect: true }, (socket) => {
    open.add(socket);
    clearTimeout(idle);
    socket.on("error", () => { socket.destroy(); });
    socket.once("close", () => { open.delete(socket); rest(); });
    started().then((port) => {
      const to = connect(port, "127.0.0.1");
      to.on("error", () => { socket.destroy(); });
      socket.once("close", () => { to.destroy(); });
      to.once("connect", () => { socket.pipe(to).pipe(socket); });
    }, () => { socket.end(notRunning(example)); socket.resume(); });
  });
  const listens = await new Promise<boolean>((resolve) => { server.once("error", () => { resolve(false); }); server.listen(portOf(example, given.first), "127.0.0.1", () => { resolve(true); }); });
  if (!listens) return example.folder;
  return {
    async stop() {
      clearTimeout(idle);
      for (const socket of open) socket.destroy();
      server.close();
      const one = child;
      if (!one) return;
      await new Promise<void>((resolve) => { const hard = setTimeout(() => one.kill("SIGKILL"), 5_000); one.once("exit", () => { clearTimeout(hard); resolve(); }); one.kill("SIGTERM"); });
    },
  };
}

function startProgram({ root, folder, portal, first, secret }: Given, example: DemoExample): ChildProcess {
  const data = join(folder, "examples", example.id);
  mkdirSync(data, { recursive: true, mode: 0o700 });
  return fork("src/main.ts", [], {
    cwd: join(root, "examples", example.folder), stdio: ["ignore", "pipe", "inherit", "ipc"], detached: true,
    execArgv: ["--max-semi-space-size=8", "--conditions=kommunalportal-source", "--disable-warning=ExperimentalWarning", "--import", join(root, "scripts", "demo", "end-with-parent.mjs")],
    env: {
      ...(process.env["PATH"] === undefined ? {} : { PATH: process.env["PATH"] }), ...(process.env["NODE_COMPILE_CACHE"] === undefined ? {} : { NODE_COMPILE_CACHE: process.env["NODE_COMPILE_CACHE"] }),
      PORTAL_URL: portal, TENANT: "musterstadt", CLIENT_ID: example.id, CLIENT_SECRET: secretOf(example, secret), DATA_FOLDER: data, PORT: "0", PUBLIC_ORIGIN: `http://${example.id === "hausverwaltung-beispiel" ? "hausverwaltung.localhost" : "127.0.0.1"}:${portOf(example, first)}`,
    },
  });
}

/** In place of a program that did not start: mostly because the town does not permit it. */
function notRunning({ id }: DemoExample): string {
  const body = `<!doctype html>\n<html lang="de"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Das Beispiel läuft nicht</title></head><body><main><h1>Das Beispiel läuft nicht</h1><p>Die Erweiterung ${id} konnte nicht starten. Vielleicht erlaubt Musterstadt sie zurzeit nicht: Das steht in der Verwaltung unter »Erweiterungen«.</p></main></body></html>\n`;
  return `HTTP/1.1 503 Service Unavailable\r\ncontent-type: text/html; charset=utf-8\r\ncontent-length: ${Buffer.byteLength(body)}\r\ncache-control: no-store\r\ncontent-security-policy: default-src 'none'\r\nconnection: close\r\n\r\n${body}`;
}
