import { createHash } from "node:crypto";
import { createWriteStream, mkdirSync } from "node:fs";
import { rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Journal } from "./journal.ts";
import { PortalRefused, type Portal } from "./portal.ts";
import type { Settings } from "./settings.ts";

interface Attachment { readonly id: string; readonly sha256: string }
interface Keeper { readonly vorname: string; readonly nachname: string; readonly strasse: string; readonly hausnummer: string; readonly plz: string; readonly ort: string }
interface DogRegistration { readonly halter: Keeper; readonly hunde: readonly { readonly name: string }[]; readonly haltung: { readonly ermaessigung?: boolean } }
interface Application { readonly id: string; readonly reference: string; readonly status: string; readonly parts: readonly { readonly data: DogRegistration }[]; readonly attachments: readonly Attachment[] }

export interface TaxOffice { readonly portal: Portal; readonly journal: Journal; readonly settings: Settings }

/**
 * Takes one registration over and answers it. May be cut off anywhere and called again: every write has a key made of the application and
 * the step, so the portal does nothing twice.
 */
export async function takeOver(office: TaxOffice, id: string): Promise<void> {
  const { portal, journal } = office;
  const at = `/applications/${id}`;
  // The portal checked the answers against the form; this program reads only what it needs of them.
  const application = await portal.get<Application>(at);
  const [part] = application.parts;
  if (!part || ["withdrawn", "closed"].includes(application.status)) return;
  await keep(office, application);

  const disc = journal.read(`disc:${id}`) ?? String(4711 + journal.withValue("case:", "open").length);
  journal.note(`disc:${id}`, disc);
  journal.note(`case:${id}`, "open");
  await portal.post(`${at}/acknowledgement`, `${id}.acknowledge`, { externalReference: `HST-${disc}` });
  if (application.status === "submitted") await portal.post(`${at}/status`, `${id}.status`, { status: "in-progress", text: "Ihre Anmeldung ist beim Steueramt angekommen und wird bearbeitet." });

  if (part.data.haltung.ermaessigung === true) {
    // Whether the tax is reduced is for a person to decide.
    await portal.post(`${at}/messages`, `${id}.message`, { kind: "information", text: "Sie haben eine Ermäßigung beantragt. Eine Mitarbeiterin prüft Ihre Nachweise und meldet sich bei Ihnen." });
    return;
  }
  await decide(office, application, part.data, disc);
}

/** Electronically where the person has agreed; otherwise by post, as the portal demands. */
async function decide({ portal, settings }: TaxOffice, application: Application, data: DogRegistration, disc: string): Promise<void> {
  if (["decided", "refused"].includes(application.status)) return;
  const { vorname, nachname, strasse, hausnummer, plz, ort } = data.halter;
  const decision = {
    kind: "grant", subject: "Ihr Hund ist angemeldet", signatory: settings.signatory,
    paragraphs: [`Wir haben ${data.hunde.map(({ name }) => name).join(" und ")} zur Hundesteuer angemeldet.`, `Die Hundesteuermarke hat die Nummer ${disc}. Sie kommt mit der Post.`],
  };
  const path = `/applications/${application.id}/decisions`;
  try {
    await portal.post(path, `${application.id}.decision`, { ...decision, way: "mailbox" });
  } catch (error) {
    if (!(error instanceof PortalRefused) || error.code !== "post-needed") throw error;
    await portal.post(path, `${application.id}.decision-by-post`, { ...decision, way: "post", addressee: [`${vorname} ${nachname}`, `${strasse} ${hausnummer}`, `${plz} ${ort}`] });
  }
}

/** Data and attachments on the disk; a file counts only when its checksum fits. */
async function keep({ portal, settings }: TaxOffice, application: Application): Promise<void> {
  const folder = join(settings.dataFolder, "cases", application.id);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  await writeFile(join(folder, "application.json"), JSON.stringify(application, undefined, 2), { mode: 0o600 });
  for (const { id, sha256 } of application.attachments) {
    const { content } = await portal.file(`/applications/${application.id}/attachments/${id}`);
    const hash = createHash("sha256");
    const path = join(folder, id);
    await pipeline(content, new Transform({ transform(chunk: Buffer, _encoding, done) { hash.update(chunk); done(null, chunk); } }), createWriteStream(`${path}.arriving`, { mode: 0o600 }));
    if (hash.digest("hex") !== sha256) throw new Error(`attachment ${id} did not arrive as it was sent`);
    await rename(`${path}.arriving`, path);
  }
}
