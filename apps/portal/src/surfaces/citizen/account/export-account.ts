import { Readable } from "node:stream";
import type { Decision } from "#modules/answers";
import type { ApplicationHead } from "#modules/applications";
import type { Appointment } from "#modules/appointments";
import type { Reading } from "#modules/audit";
import type { Payment, Refund } from "#modules/payments";
import { legalDate } from "#platform/clock";
import type { Tx } from "#platform/database";
import { zipStream, type ZipEntry } from "#platform/sheets";
import { formatDateTime } from "#ui/format";
import type { AccountVisit, Answer } from "../../frame/index.ts";
import type { AccountPages } from "./account-pages.ts";
import { townName } from "./case-words.ts";
import { wordsIn } from "./messages.ts";
import { readableExport } from "./readable-export.ts";
import { asOwn } from "./with-account.ts";

/**
 * GET `/konto/export`: everything of the account as a ZIP of JSON and files (Art. 15 and 20 DSGVO), streamed. First only heads and names are
 * gathered, then each piece is opened once, when its turn comes, so memory does not grow with it. Nothing above the level of this sign-in, nothing unread.
 */
export async function exportAccount(portal: AccountPages, visit: AccountVisit): Promise<Answer> {
  const now = portal.clock.now();
  const entry = (name: string, open: ZipEntry["open"]): ZipEntry => ({ name, modified: now, open });
  const { account, level } = visit.session;
  const heads = await ownHeads(portal, visit);
  const entries = [
    entry("LIESMICH.txt", () => Readable.from([readme(visit)])),
    entry("alles-zum-lesen.html", () => Readable.from(readableExport(portal, visit), { objectMode: false })),
    entry("konto.json", async () => Readable.from([JSON.stringify(await about(portal, visit), undefined, 2)])),
    entry("vorgaenge-und-entwuerfe.json", () => jsonArray(portal.applications.exportForAccount({ owner: account, account, level }))),
    entry("termine.json", () => jsonArray(ownAppointments(portal, visit, heads))),
    entry("bescheide.json", () => jsonArray(ofEach(portal, visit, heads, ownDecisions))),
    entry("zahlungen.json", () => jsonArray(ofEach(portal, visit, heads, ownPayments))),
    entry("zugriffe.json", () => jsonArray(ofEach(portal, visit, heads, ownReaders))),
    entry("postfach.json", () => jsonArray(portal.mailbox.export({ account, level }))),
    entry("nachrichten.txt", () => Readable.from(messageTexts(portal, visit), { objectMode: false })),
    ...await applicationFiles(portal, visit, heads, entry), ...await messageFiles(portal, visit, entry), ...await safeFiles(portal, visit, entry),
  ];
  return { body: zipStream(entries), type: "application/zip", download: `kommunalportal-${legalDate(now)}.zip` };
}

/** The files of data in the archive, each as it is written: what people and their programs rely on. Days and times become text. */
export interface AccountArchive {
  readonly "konto.json": Awaited<ReturnType<typeof about>>;
  readonly "vorgaenge-und-entwuerfe.json": readonly Of<ReturnType<AccountPages["applications"]["exportForAccount"]>>[];
  readonly "termine.json": readonly Of<ReturnType<typeof ownAppointments>>[];
  readonly "bescheide.json": readonly OfCase<typeof ownDecisions>[];
  readonly "zahlungen.json": readonly OfCase<typeof ownPayments>[];
  readonly "zugriffe.json": readonly OfCase<typeof ownReaders>[];
  readonly "postfach.json": readonly Of<ReturnType<AccountPages["mailbox"]["export"]>>[];
}
type Of<G> = G extends AsyncIterable<infer T> ? T : never;
type OfCase<R extends OfOne<object>> = CaseOfAccount & Awaited<ReturnType<R>>[number];
interface CaseOfAccount { readonly application: string; readonly reference: string | undefined }

/** So many heads are read at once. */
const pageLength = 50;

function readme(visit: AccountVisit): string {
  const level = visit.session.level < 4 ? "Was ein höheres Vertrauensniveau braucht als diese Anmeldung, fehlt.\nWhat needs a higher trust level than this sign-in is missing.\n" : "";
  return `Ihre Daten aus dem Kommunalportal (Art. 15 und 20 DSGVO)
Your data from the municipal portal (Art. 15 and 20 GDPR)

alles-zum-lesen.html           Konto, Entwürfe, Anträge und was mit ihnen geschah, zum Lesen im Browser / account, drafts and applications, to be read in a browser
konto.json                     Anmeldung, Adresse für Hinweise, Einwilligungen, aus Registern Abgerufenes / sign-in, notice address, consents, what was fetched from registers
vorgaenge-und-entwuerfe.json   Entwürfe und Anträge mit Angaben und Verlauf / drafts and applications
termine.json                   Termine Ihrer Vorgänge, auch abgesagte / appointments of your cases, cancelled ones too
bescheide.json                 Bescheide mit den Tagen ihrer Bekanntgabe / decisions with the days of their notification
zahlungen.json                 was zu zahlen ist, gezahlt und erstattet wurde / what is to be paid, was paid and refunded
zugriffe.json                  welches Amt oder Programm wann hineingesehen hat / which office or program looked, and when
postfach.json                  Nachrichten, ungelesene nur mit Datum / messages, unread ones only by date
nachrichten.txt                dieselben Nachrichten zum Lesen / the same messages to be read
vorgaenge/ postfach/ safe/     Dateien / files

${level}`;
}

async function about(portal: AccountPages, visit: AccountVisit) {
  const { account, displayName, level, startedAt } = visit.session;
  return asOwn(portal, visit, async (tx) => {
    const retrievals = await portal.evidence.retrievals(tx, account);
    const became = await portal.applications.ofDrafts(tx, { account, drafts: [...new Set(retrievals.map(({ draft }) => draft))] });
    return {
      exportedAt: portal.clock.now(), displayName, level, signedInSince: startedAt, noticeAddress: await portal.accounts.noticeMail(tx, account), messagesAlsoIn: await portal.mailbox.outside.chosen(tx, account) ?? null,
      documents: await portal.safe.list(tx, account), documentConsents: await portal.safe.consents(tx, account), documentReleases: await portal.safe.releases(tx, account), depositConsents: await portal.safe.depositConsents(tx, account), handoverConsents: await portal.handover.consents(tx, account), evidenceSteps: await portal.evidence.steps(tx, account),
      evidenceFetched: retrievals.map((one) => ({ ...one, application: became.get(one.draft)?.id ?? null, reference: became.get(one.draft)?.reference ?? null })),
    };
  });
}

/** Of all applications that this level reaches: what stands in the clear. */
async function ownHeads(portal: AccountPages, visit: AccountVisit): Promise<readonly ApplicationHead[]> {
  const { account, level } = visit.session;
  const heads: ApplicationHead[] = [];
  for (;;) {
    const before = heads.at(-1);
    const page = await asOwn(portal, visit, (tx) => portal.applications.ofAccount(tx, account, { limit: pageLength, ...(before && { before }) }));
    heads.push(...page);
    if (page.length < pageLength) return heads.filter(({ trustLevel }) => trustLevel <= level);
  }
}

/** Of each application, one after the other. */
async function* ownAppointments(portal: AccountPages, visit: AccountVisit, heads: readonly ApplicationHead[]): AsyncGenerator<CaseOfAccount & Omit<Appointment, "application" | "slot">> {
  const { account, level } = visit.session;
  for (const { id, reference } of heads) {
    for (const { application: _application, slot: _slot, ...appointment } of await portal.appointments.own({ account, level, application: id })) yield { application: id, reference, ...appointment };
  }
}

type OfOne<T extends object> = (portal: AccountPages, tx: Tx, application: string) => Promise<readonly T[]>;

/** Of each application: what `read` finds, with the number that the person knows. */
async function* ofEach<T extends object>(portal: AccountPages, visit: AccountVisit, heads: readonly ApplicationHead[], read: OfOne<T>): AsyncGenerator<CaseOfAccount & T> {
  for (const { id, reference } of heads) {
    for (const found of await asOwn(portal, visit, (tx) => read(portal, tx, id))) yield { application: id, reference, ...found };
  }
}

/** The words of a decision stand in the mailbox: to look here is not to retrieve it. */
const ownDecisions: OfOne<Omit<Decision, "account" | "application">> = async (portal, tx, application) => (await portal.answers.decisions(tx, application)).map(({ account: _account, application: _application, ...decision }) => decision);

/** With what the Kasse was asked to give back of each, and what became of it. */
const ownPayments: OfOne<Omit<Payment, "account" | "application"> & { readonly refunds: readonly Omit<Refund, "id">[] }> = async (portal, tx, application) => {
  const payments = [];
  for (const { account: _account, application: _application, ...payment } of await portal.payments.ofApplication(tx, application)) {
    payments.push({ ...payment, refunds: (await portal.payments.refundsOf(tx, payment.id)).map(({ id: _id, ...refund }) => refund) });
  }
  return payments;
};

/** Which person of the office it was is the office's own business; which program it was is not. */
const ownReaders: OfOne<Pick<Reading, "at" | "actorKind" | "office" | "action"> & { readonly town?: string; readonly program?: string }> = async (portal, tx, application) => (await portal.audit.readersOf(tx, application)).map(({ at, tenant, actorKind, actor, office, action }) => ({ at, actorKind, office, ...(tenant === null ? {} : { town: townName(portal, tenant) }), ...(actorKind === "extension" && actor !== null ? { program: actor } : {}), action }));

/** The messages as somebody reads them who has nothing to open data with. What was not read stays unread here, too. */
async function* messageTexts(portal: AccountPages, visit: AccountVisit): AsyncGenerator<string> {
  const { lang, session: { account, level } } = visit;
  for await (const message of portal.mailbox.export({ account, level })) {
    const from = [formatDateTime(message.receivedAt, lang), "tenant" in message ? portal.tenants.byId(message.tenant)?.name : undefined].filter((part) => part !== undefined).join(" · ");
    const body = "text" in message ? [message.subject, "", message.text, ...message.files.map(({ name }) => `[${name}]`)] : [wordsIn(lang).exportUnread];
    yield `${from}\r\n${body.join("\r\n")}\r\n\r\n${"-".repeat(60)}\r\n\r\n`;
  }
}

type Entry = (name: string, open: ZipEntry["open"]) => ZipEntry;

async function applicationFiles(portal: AccountPages, visit: AccountVisit, heads: readonly ApplicationHead[], entry: Entry): Promise<ZipEntry[]> {
  const entries: ZipEntry[] = [];
  for (const { id: application, reference } of heads) {
    for (const file of await asOwn(portal, visit, (tx) => portal.applications.filesOf(tx, application, { kind: "account" }))) {
      if (file.scan !== "clean" && file.scan !== "unchecked") continue;
      entries.push(entry(`vorgaenge/${reference ?? application}/${file.name}`, async () => {
        const opened = await asOwn(portal, visit, (tx) => portal.applications.openFile(tx, { application, file: file.id }, { kind: "account" }));
        return opened.ok ? opened.content : note();
      }));
    }
  }
  return entries;
}

async function messageFiles(portal: AccountPages, visit: AccountVisit, entry: Entry): Promise<ZipEntry[]> {
  const entries: ZipEntry[] = [];
  const { account, level } = visit.session;
  for await (const message of portal.mailbox.export({ account, level })) {
    if (!("files" in message)) continue;
    for (const file of message.files) {
      entries.push(entry(`postfach/${legalDate(message.receivedAt)} ${message.subject.replaceAll("/", "-")}/${file.name}`, async () => {
        const taken = await asOwn(portal, visit, (tx) => portal.mailbox.retrieve(tx, { account, level, message: message.id, file: file.id }));
        return taken.ok ? taken.content : note();
      }));
    }
  }
  return entries;
}

async function safeFiles(portal: AccountPages, visit: AccountVisit, entry: Entry): Promise<ZipEntry[]> {
  const { account, level } = visit.session;
  const documents = await asOwn(portal, visit, (tx) => portal.safe.list(tx, account));
  return documents.filter((one) => one.minimumLevel <= level && (one.state === "kept" || one.state === "unchecked")).map((one) => entry(`safe/${one.name}`, async () => {
    const opened = await asOwn(portal, visit, (tx) => portal.safe.open(tx, { account, level, document: one.id }));
    return opened.ok ? opened.content : note();
  }));
}

/** In the place of a file that went while the rest was being written. */
function note(): Readable {
  return Readable.from(["Diese Datei gibt es nicht mehr.\nThis file no longer exists.\n"]);
}

function jsonArray(items: AsyncIterable<object>): Readable {
  async function* lines(): AsyncGenerator<string> {
    let first = true;
    yield "[";
    for await (const item of items) {
      yield `${first ? "\n" : ",\n"}${JSON.stringify(item)}`;
      first = false;
    }
    yield "\n]\n";
  }
  return Readable.from(lines(), { objectMode: false });
}
