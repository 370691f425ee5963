import { randomUUID } from "node:crypto";
import { NotTried, runChecks, type Check, type CheckResult } from "../check.ts";
import { reportOf, type Report } from "../report.ts";
import { manifestMisfits, operation, type Json } from "../specification.ts";
import { startPath } from "./handed-over.ts";
import { handoverChecks } from "./handover-checks.ts";
import { handoverOf, pagesOf } from "./manifest-facts.ts";
import { pageChecks } from "./page-checks.ts";
import { stage, type ExtensionSubject, type Stage } from "./subject.ts";

const scopesOf = (manifest: Json): readonly string[] => (Array.isArray(manifest["scopes"]) ? manifest["scopes"] as readonly { readonly scope?: unknown }[] : []).map(({ scope }) => String(scope));
const listens = ({ subject: { manifest } }: Stage): boolean => scopesOf(manifest).includes("ereignisse.empfangen");
function needsMessages(on: Stage): void { if (!listens(on)) throw new NotTried("the extension is not told of events"); }
const writesFor = ({ portal }: Stage, application: string) => portal.asked.filter((one) => one.application === application && one.key !== undefined);
/** Writes that were meant to be one: same operation, same application, same content, but another key. */
function doubled(on: Stage, application: string): readonly string[] {
  const keys = Map.groupBy(writesFor(on, application), ({ operation: name, body }) => `${name} ${body}`);
  return [...keys].flatMap(([name, writes]) => { const count = new Set(writes.map(({ key }) => key)).size; return count > 1 ? [`${name.split(" ", 1)[0] ?? ""} was sent under ${count} keys`] : []; });
}
async function handled(on: Stage, application: string): Promise<void> { await on.until(`the extension fetches ${application}`, () => on.portal.asked.some((one) => one.operation === "getApplication" && one.application === application && one.status === 200)); }
/** Waits until the extension has asked nothing for a second, ten seconds at most: what it does after its answer counts too. */
async function atRest(on: Stage): Promise<void> {
  const { portal } = on;
  for (let before = -1, tries = 0; before !== portal.asked.length && tries < 10; tries += 1) { before = portal.asked.length; await settle(on); }
}
const settle = ({ subject }: Stage): Promise<void> => new Promise((resolve) => { setTimeout(resolve, subject.settleMs ?? 1_000); });

/** Every rule for an extension that behaves. */
export const extensionChecks: readonly Check<Stage>[] = [
  { id: "manifest.shape", level: 1, title: "Das Manifest entspricht seinem Schema", rule: "manifest.schema.json", run: ({ subject }) => Promise.resolve(manifestMisfits(subject.manifest)) },
  {
    id: "start.signs-in", level: 1, title: "Die Erweiterung startet, meldet sich an und behält ihr Token", rule: "RFC 6749, 5.1; openapi.json: tokenUrl",
    async run(on) {
      on.portal.addApplication("01890a5d-ac96-774b-bcce-b302099a8001", { listed: true });
      await on.start();
      await settle(on);
      return [...(on.portal.tokens() <= 3 ? [] : [`${on.portal.tokens()} tokens for ${on.portal.asked.length} requests`]), ...(listens(on) && on.portal.webhookSecret() === undefined ? ["it asks to be told of events and adds no webhook"] : []), ...on.portal.asked.flatMap(({ operation: name, misfits }) => misfits.map((one) => `${name}: ${one}`))];
    },
  },
  {
    id: "messages.forged", level: 1, title: "Gefälschte, veränderte, alte und unsignierte Nachrichten werden abgelehnt und bewirken nichts", rule: "Standard Webhooks 1.0, Verifying",
    async run(on) {
      needsMessages(on);
      const application = randomUUID();
      on.portal.addApplication(application);
      const tries = { "signed by somebody else": { secret: `whsec_${Buffer.alloc(32, 1).toString("base64")}` }, changed: { changed: true }, "ten minutes old": { at: Date.now() - 600_000 }, unsigned: { unsigned: true } };
      const found: string[] = [];
      for (const [what, wrong] of Object.entries(tries)) { const { status } = await on.send({ application, ...wrong }); if (status < 400 || status >= 500) found.push(`${what}: ${status}`); }
      await settle(on);
      return [...found, ...(on.portal.asked.some((one) => one.application === application) ? ["a refused message had an effect"] : [])];
    },
  },
  {
    id: "messages.in-time", level: 1, title: "Eine Nachricht wird binnen fünf Sekunden angenommen und bearbeitet", rule: "docs: Ereignisse und Webhooks",
    async run(on) {
      needsMessages(on);
      const application = randomUUID();
      on.portal.addApplication(application);
      const { status, milliseconds } = await on.send({ application });
      await handled(on, application);
      for (const data of on.subject.sample?.further ?? []) {
        const another = randomUUID();
        on.further.set(another, data);
        on.portal.addApplication(another, { data });
        await on.send({ application: another });
        await handled(on, another);
      }
      return [...(status >= 200 && status < 300 ? [] : [`status ${status}`]), ...(milliseconds <= 5_000 ? [] : [`${Math.round(milliseconds)} ms`])];
    },
  },
  {
    id: "messages.repeated", level: 2, title: "Dieselbe Nachricht dreimal wirkt einmal", rule: "Standard Webhooks 1.0, Idempotency",
    async run(on) {
      needsMessages(on);
      const [application, id] = [randomUUID(), randomUUID()];
      on.portal.addApplication(application);
      const statuses = await Promise.all([on.send({ application, id }), on.send({ application, id })]);
      await handled(on, application);
      await settle(on);
      const later = await on.send({ application, id });
      await settle(on);
      return [...[...statuses, later].filter(({ status }) => status < 200 || status >= 300).map(({ status }) => `status ${status}`), ...doubled(on, application)];
    },
  },
  {
    id: "messages.disordered", level: 2, title: "Nachrichten in falscher Reihenfolge und über Unbekanntes bringen sie nicht aus dem Tritt", rule: "openapi.json: not-found",
    async run(on) {
      needsMessages(on);
      const [application, unknown] = [randomUUID(), randomUUID()];
      on.portal.addApplication(application);
      const statuses = [await on.send({ application, type: "application.closed" }), await on.send({ application: unknown }), await on.send({ application, type: "etwas.neues" }), await on.send({ application })];
      await handled(on, application);
      return [...statuses.filter(({ status }) => status < 200 || status >= 300).map(({ status }) => `status ${status}`), ...(on.alive() ? [] : ["it has ended"])];
    },
  },
  {
    id: "writes.repeated", level: 2, title: "Was das Portal mit 503 beantwortet, kommt unter demselben Schlüssel wieder", rule: "openapi.json: Idempotency-Key, unavailable",
    async run(on) {
      needsMessages(on);
      // What it writes in answer to the messages so far may still be under way.
      await atRest(on);
      const found: string[] = [];
      let tried = 0;
      for (const data of [undefined, ...on.subject.sample?.further ?? []]) {
        // What these answers have brought out before.
        const writes = [...new Set(on.portal.asked.filter(({ key, application: id }) => key !== undefined && id !== undefined && on.further.get(id) === data).map(({ operation: name }) => name))].filter((name) => operation(name).path.startsWith("/applications/"));
        if (writes.length === 0) continue;
        tried += 1;
        const application = randomUUID();
        on.portal.addApplication(application, data ? { data } : {});
        for (const name of writes) on.portal.interfere({ operation: name, application, times: 1, status: 503 });
        await on.send({ application });
        await on.until("every write was repeated", () => writes.every((name) => { const own = writesFor(on, application).filter((one) => one.operation === name); return own.some(({ status }) => status === 503) && own.some(({ status }) => status < 300); }));
        found.push(...doubled(on, application));
      }
      if (tried === 0) throw new NotTried("the extension writes nothing to applications");
      return found;
    },
  },
  {
    id: "reads.patient", level: 2, title: "Auf 429 wartet sie, so lange das Portal sagt", rule: "RFC 9110, 10.2.3 (Retry-After)",
    async run(on) {
      needsMessages(on);
      const application = randomUUID();
      on.portal.addApplication(application);
      on.portal.interfere({ operation: "getApplication", application, times: 1, status: 429, retryAfter: 2 });
      await on.send({ application });
      await handled(on, application);
      const times = on.portal.asked.filter((one) => one.operation === "getApplication" && one.application === application).map(({ at }) => at);
      const waited = (times[1] ?? 0) - (times[0] ?? 0);
      return waited >= 1_900 ? [] : [`it asked again after ${waited} ms instead of 2 s`];
    },
  },
  {
    id: "start.again", level: 2, title: "Abgebrochen und neu gestartet macht sie weiter und nichts doppelt", rule: "openapi.json: Idempotency-Key",
    async run(on) {
      needsMessages(on);
      const application = randomUUID();
      on.portal.addApplication(application, { listed: true });
      on.portal.interfere({ operation: "getApplication", application, times: 1, status: 503 });
      const { status } = await on.send({ application });
      await on.kill("SIGKILL");
      await on.start();
      await handled(on, application);
      await settle(on);
      return [...(status >= 200 && status < 300 ? [] : [`status ${status}`]), ...doubled(on, application)];
    },
  },
  ...handoverChecks,
  ...pageChecks,
  {
    id: "scopes.kept", level: 1, title: "Sie ruft nichts auf, wofür sie kein Recht verlangt", rule: "manifest.schema.json: scopes",
    async run(on) {
      await atRest(on);
      const asked = new Set(scopesOf(on.subject.manifest));
      return [...new Set(on.portal.asked.flatMap(({ operation: name, scope }) => (scope === undefined || asked.has(scope) ? [] : [`${name} needs ${scope}`])))];
    },
  },
  {
    id: "scopes.used", level: 3, title: "Sie verlangt kein Recht, das sie nicht braucht", rule: "Art. 5 Abs. 1 Buchst. c DSGVO",
    run: ({ subject, portal }) => { const used = new Set([...portal.asked.flatMap(({ scope }) => scope ?? []), ...(portal.openid.used() ? ["personen.uebernehmen"] : [])]); return Promise.resolve(scopesOf(subject.manifest).filter((scope) => !used.has(scope)).map((scope) => `${scope} was not used in this run`)); },
  },
  {
    id: "output.silent", level: 1, title: "In ihrer Ausgabe steht nichts von der Person und kein Geheimnis", rule: "Art. 5 Abs. 1 Buchst. f DSGVO",
    async run(on) {
      // What it says of the last thing it did comes after that.
      await atRest(on);
      const { subject, output, portal } = on;
      const said = output.join("");
      return [...textsOf([subject.sample?.data, subject.sample?.further]).filter((text) => text.length > 4 && said.includes(text)).map((text) => `an answer of ${text.length} characters`), ...(portal.openid.secrets().some((secret) => said.includes(secret)) ? ["something of a person who was handed over"] : []), ...(said.includes(portal.webhookSecret() ?? "whsec_none") || said.includes("kps_") ? ["a secret"] : [])];
    },
  },
  {
    id: "pages.sound", level: 3, title: "Ihre Seiten sind für alle bedienbar und laden nichts von anderswo", rule: "WCAG 2.2 AA; CSP 3",
    async run(on) {
      const { lookAt, manifest } = on.subject;
      // A service of its own that takes people over has rules of its own (handover.sound).
      const own = handoverOf(manifest) === undefined && pagesOf(manifest).some(({ place }) => place === "service") ? [startPath(on)] : [];
      const pages = on.subject.pages ?? own;
      if (pages.length === 0) return [];
      const found: string[] = [];
      for (const path of pages) {
        const answer = await fetch(`${on.address}${path}`, { signal: AbortSignal.timeout(10_000) });
        const [text, policy] = [await answer.text(), answer.headers.get("content-security-policy") ?? ""];
        found.push(...(answer.status === 200 ? [] : [`${path}: ${answer.status}`]), ...(/default-src 'none'|default-src 'self'/.test(policy) ? [] : [`${path}: no Content-Security-Policy that keeps others out`]), ...(/<html[^>]* lang="/.test(text) ? [] : [`${path}: no language`]), ...(/(?:src|href)="https?:\/\//.test(text.replace(/<a [^>]*>/g, "")) ? [`${path}: loads from elsewhere`] : []));
        if (lookAt) found.push(...(await lookAt(`${on.address}${path}`)).map((one) => `${path}: ${one}`));
      }
      if (!lookAt && found.length === 0) throw new NotTried("the run has no browser");
      return found;
    },
  },
];

function textsOf(value: unknown): readonly string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsOf) : [];
}

/** Does this extension behave? It runs as a process of its own beside a stand-in for the portal that is made of the specification. */
export async function runExtensionSuite(subject: ExtensionSubject, options: { readonly now?: Date; readonly tell?: (result: CheckResult) => void; readonly only?: (check: Check<Stage>) => boolean } = {}): Promise<Report> {
  const on = await stage(subject);
  try {
    // An extension that is told of nothing, takes nobody over or has no pages has nothing to show there: for it these rules do not exist.
    const handsOver = handoverOf(subject.manifest) !== undefined;
    const without = [
      ...(listens(on) ? [] : [/^(messages|writes|reads)\./, /^start\.again$/, ...(handsOver && subject.entries !== undefined ? [] : [/^scopes\.used$/])]),
      ...(handsOver ? [] : [/^handover\./]), ...(pagesOf(subject.manifest).some(({ place }) => place !== "service") ? [] : [/^places\./]),
    ];
    const checks = extensionChecks.filter(({ id }) => !without.some((rule) => rule.test(id)));
    const results = await runChecks(checks.filter(options.only ?? (() => true)), on, options.tell);
    return reportOf({ suite: "extension", subject: `${String(subject.manifest["id"])} ${String(subject.manifest["version"])}`, at: options.now ?? new Date(), results });
  } finally {
    await on.close();
  }
}
