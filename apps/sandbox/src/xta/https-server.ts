import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { setTimeout as delay } from "node:timers/promises";
import { TLSSocket } from "node:tls";
import { createXtaServer, type Port, type XtaServerAnswer, type XtaService } from "@kommunalportal/xta";
import { listenProblem } from "../frame/start-problem.ts";
import { accounts } from "./accounts.ts";
import type { Caller } from "./admit.ts";
import type { CertificateRegister } from "./certificate-register.ts";
import type { Identities } from "./identities.ts";
import { takeXtaMode, type XtaBehaviour } from "./xta-behaviour.ts";

export const XTA_PATHS: ReadonlyMap<string, Port> = new Map([["/management", "management"], ["/send", "send"], ["/msgbox", "msgBox"]]);
const MB = 1024 * 1024;

export interface XtaHttpsParts {
  readonly port: number;
  readonly identities: Identities;
  readonly register: CertificateRegister;
  readonly service: XtaService<Caller>;
  readonly behaviour: { current: XtaBehaviour };
}

export interface XtaHttps {
  readonly port: number;
  /** Shows the certificate that the behaviour wants from now on, also to who is connected. */
  renewCertificate(): void;
  close(): Promise<void>;
}

/** HTTPS on 127.0.0.1 for who shows a certificate of our authority; anybody else is cut off in the handshake, as by a real one. */
export async function openXtaHttps({ port, identities, register, service, behaviour }: XtaHttpsParts): Promise<XtaHttps> {
  const certificate = () => {
    const { privateKey, certificate: cert } = behaviour.current.mode === "wrongCertificate" ? identities.otherServer : identities.server;
    return { key: privateKey, cert };
  };
  const shared = { ca: identities.authority.certificate, minVersion: "TLSv1.2" } as const;
  const server = createServer({ ...shared, ...certificate(), requestCert: true, rejectUnauthorized: false, requestTimeout: 600_000, headersTimeout: 20_000 }, (request, response) => {
    void serve(request, response).catch((error: unknown) => {
      // A client that went away is no fault.
      if (!request.destroyed && !response.destroyed) process.stderr.write(`sandbox xta fault: ${error instanceof Error ? error.stack : String(error)}\n`);
      response.destroy();
    });
  });
  server.on("secureConnection", (socket) => { if (!socket.authorized && !isExpired(socket)) socket.destroy(); });
  server.on("connection", () => { if (behaviour.current.mode === "wrongCertificate" && behaviour.current.times !== null) { takeXtaMode(behaviour); setImmediate(renew); } });
  const renew = (): void => { server.setSecureContext({ ...shared, ...certificate() }); };

  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const xtaPort = XTA_PATHS.get(new URL(request.url ?? "/", "https://xta").pathname);
    if (!xtaPort || request.method !== "POST") {
      response.writeHead(xtaPort ? 405 : 404, { "content-type": "text/plain; charset=utf-8" }).end("XTA 2.1.1: POST an /management, /send, /msgbox\n");
      return;
    }
    const caller = callerOf(request);
    // The sandbox's own Fachverfahren is not disturbed and uses up no disturbance.
    const undisturbed = caller.account?.id === "fachverfahren" || behaviour.current.mode === "wrongCertificate";
    const { mode, delayMs, lenient, maxMegabytes } = undisturbed ? { ...behaviour.current, mode: "normal" as const } : takeXtaMode(behaviour);
    if (mode === "slow") await delay(delayMs);
    const page = PAGES.get(mode);
    if (page) {
      request.resume();
      response.writeHead(page.status, { "content-type": "text/html; charset=utf-8", ...(mode === "redirect" && { location: "https://elsewhere.example/" }), ...(mode === "down" && { "retry-after": "5" }) }).end(page.body);
      return;
    }
    const refusing: XtaService<Caller> = mode === "technicalProblem" ? new Proxy(service, { get: () => async () => { throw new Error("told to fail"); } }) : service;
    const onFault = (error: unknown): void => { if (mode !== "technicalProblem" && !request.destroyed) process.stderr.write(`sandbox xta fault: ${error instanceof Error ? error.stack : String(error)}\n`); };
    const soap = createXtaServer({ service: refusing, lenient, limits: { maxMessageBytes: maxMegabytes * MB }, onFault });
    const answer = await soap.handle({ port: xtaPort, contentType: request.headers["content-type"], body: request, caller });
    await drain(request, 4 * maxMegabytes * MB);
    if (mode === "dropAnswer") {
      request.socket.destroy();
      return;
    }
    await send(response, mode === "cutAnswer" ? cut(answer) : answer);
  };

  const callerOf = ({ socket }: IncomingMessage): Caller => {
    if (!(socket instanceof TLSSocket)) return { account: undefined, expired: false };
    const name = register.clientOf(socket.getPeerX509Certificate()?.fingerprint256 ?? "");
    return { account: accounts.find(({ id }) => id === name), expired: isExpired(socket) };
  };

  await new Promise<void>((resolve, reject) => {
    server.once("error", (error) => { reject(listenProblem(error, "XTA", port, "SANDBOX_XTA_PORT")); });
    server.listen(port, "127.0.0.1", resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    renewCertificate() {
      renew();
      server.closeIdleConnections();
    },
    async close() {
      const closed = new Promise<void>((resolve) => { server.close(() => { resolve(); }); });
      server.closeAllConnections();
      await closed;
    },
  };
}

const PAGES: ReadonlyMap<XtaBehaviour["mode"], { readonly status: number; readonly body: string }> = new Map([
  ["down", { status: 503, body: "<html><body><h1>503 Service Unavailable</h1></body></html>" }],
  ["error", { status: 500, body: "<html><body><h1>Internal Server Error</h1></body></html>" }],
  ["garbage", { status: 200, body: "<html><body><h1>Wartung</h1></body></html>" }],
  ["redirect", { status: 302, body: "" }],
]);

/** TLS says it of a certificate of ours whose time is over: XTA has a code for that (9010). */
function isExpired(socket: TLSSocket): boolean {
  return String(socket.authorizationError) === "CERT_HAS_EXPIRED";
}

/** Takes in what a refused message still brings, so that its sender reads the answer instead of a broken connection. */
function drain(request: IncomingMessage, limit: number): Promise<void> {
  return new Promise((resolve) => {
    if (request.readableEnded || request.destroyed) return resolve();
    let size = 0;
    const take = (): void => {
      for (let piece: Buffer | null = request.read(); piece; piece = request.read()) size += piece.length;
      if (size > limit) resolve();
    };
    request.on("readable", take).once("end", resolve).once("close", resolve).once("error", () => { resolve(); });
    take();
  });
}

async function send(response: ServerResponse, { status, contentType, body }: XtaServerAnswer): Promise<void> {
  response.writeHead(status, { "content-type": contentType, "cache-control": "no-store" });
  await pipeline(Readable.from(body), response);
}

/** The first piece and nothing after it. */
function cut(answer: XtaServerAnswer): XtaServerAnswer {
  return { ...answer, body: (async function* () {
    for await (const piece of answer.body) {
      yield piece.subarray(0, Math.ceil(piece.byteLength / 2));
      return;
    }
  })() };
}
