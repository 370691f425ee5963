import { join } from "node:path";
import { addControl } from "../frame/control.ts";
import { createSiteApp, siteOf, type SandboxContext, type Site } from "../frame/site.ts";
import { openCaseFile } from "./case-file.ts";
import { addCasePages } from "./case-pages.ts";
import { openContentFiles } from "./content-files.ts";
import { entrySchema, openCertificateRegister } from "./certificate-register.ts";
import { addDirectoryPages } from "./directory-pages.ts";
import { createFachverfahren } from "./fachverfahren.ts";
import { fetchRegularly } from "./fetch-regularly.ts";
import { openXtaHttps, type XtaHttps } from "./https-server.ts";
import { loadIdentities, type Identities } from "./identities.ts";
import { createIntermediary } from "./intermediary.ts";
import type { IntermediaryDeps } from "./intermediary-deps.ts";
import { createIterators } from "./iterators.ts";
import { addMailboxPages } from "./mailbox-pages.ts";
import { stateOf } from "./message-state.ts";
import { openMessageStore } from "./message-store.ts";
import { STANDARD_XTA_BEHAVIOUR, xtaBehaviourSchema, type XtaBehaviour } from "./xta-behaviour.ts";

export interface XtaSite extends Site {
  /** Of the XTA server; the pages for people are at the site's host. */
  readonly xtaPort: number;
  readonly identities: Identities;
}

/** An XTA server with mailboxes over HTTPS with client certificates, and a Fachverfahren that reads from them. */
export async function createXtaSite(context: SandboxContext, port: number): Promise<XtaSite> {
  const folder = join(context.dataFolder, "xta");
  const identities = await loadIdentities(context.dataFolder);
  const register = await openCertificateRegister(join(folder, "dvdv.json"), identities);
  const store = await openMessageStore(join(folder, "messages.jsonl"));
  const cases = await openCaseFile(join(folder, "cases.jsonl"));
  const { clock } = context;

  let https: XtaHttps | undefined;
  let current: XtaBehaviour = STANDARD_XTA_BEHAVIOUR;
  const behaviour = {
    get current() { return current; },
    set current(next: XtaBehaviour) {
      const other = (next.mode === "wrongCertificate") !== (current.mode === "wrongCertificate");
      current = next;
      if (other) https?.renewCertificate();
    },
  };
  // The identity holds the port, which is known only after listening.
  const deps: IntermediaryDeps = {
    store, files: await openContentFiles(join(folder, "contents")), iterators: createIterators(), identities, register, clock,
    get serverIdentity() { return `https://xta.sandbox.localhost:${https?.port ?? port}`; },
  };
  const server = await openXtaHttps({ port, identities, register, behaviour, service: createIntermediary(deps) });
  https = server;
  const fachverfahren = createFachverfahren({ url: `https://127.0.0.1:${server.port}`, identities, cases, behaviour, clock });
  const rounds = fetchRegularly({ fachverfahren, store, behaviour, clock });

  const app = createSiteApp();
  addMailboxPages(app, deps, rounds.problem);
  addDirectoryPages(app, register);
  addCasePages(app, cases, fachverfahren);
  addControl(app, xtaBehaviourSchema, behaviour, STANDARD_XTA_BEHAVIOUR, rounds.replan);
  app.post("/_control/dvdv", async (request, reply) => {
    const entry = entrySchema.safeParse(request.body);
    if (!entry.success) return reply.code(422).send({ problems: entry.error.issues.map(({ path, message }) => ({ path: path.join("."), message })) });
    await register.add(entry.data);
    return reply.code(204).send();
  });
  app.post("/_fetch", async () => {
    await fachverfahren.fetchAll();
    return { cases: cases.cases().length };
  });
  app.get("/_effects", async () => ({
    messages: store.all().map((message) => ({ messageId: message.messageId, reference: message.metaData.msgIdentification.processRef?.requester?.value, state: stateOf(message, clock()), encrypted: message.container.kind === "encrypted" })),
    cases: cases.cases().map(({ messageId, reference, fileNumber, messageType, encrypted, files }) => ({
      messageId, reference, fileNumber, messageType, encrypted, files, repeats: cases.repeatsOf(messageId), answers: cases.answersTo(messageId).map(({ subject, outcome, sentAt }) => ({ subject, outcome, sent: sentAt !== undefined })),
    })),
  }));
  app.addHook("onClose", async () => {
    await rounds.stop();
    fachverfahren.close();
    await server.close();
    await store.close();
    await cases.close();
  });
  const site = await siteOf(app, { name: "xta", title: "XTA-Server", purpose: "nimmt Nachrichten nach XTA 2.1.1 an, legt sie in Postfächer und gibt sie an ein Fachverfahren, das abholt und antwortet." });
  return { ...site, xtaPort: server.port, identities };
}
