import { PortalProblem, type Operations, type PortalClient, type Store } from "@kommunalportal/extension-sdk";
import { keepCase } from "./keep-case.ts";

type Application = Operations["getApplication"]["answer"];
interface Keeper { readonly vorname: string; readonly nachname: string; readonly strasse: string; readonly hausnummer: string; readonly plz: string; readonly ort: string }
/** The part of the form that this program reads; the portal has checked it against the form's schema. */
interface DogRegistration { readonly halter: Keeper; readonly hunde: readonly { readonly name: string }[]; readonly haltung: { readonly ermaessigung?: boolean } }

export interface TaxOffice { readonly portal: PortalClient; readonly store: Store; readonly folder: string; readonly signatory: { readonly name: string; readonly role: string } }

/**
 * Takes one registration over and answers it. May be cut off anywhere and called again: every write has a key made of the application and
 * the step, so the portal does nothing twice.
 */
export async function takeOver(office: TaxOffice, id: string): Promise<void> {
  const { portal, store } = office;
  if (await store.read(`case:${id}`) === "answered") return;
  const application = await portal.call("getApplication", { id });
  const [part] = application.parts;
  if (!part || ["withdrawn", "closed"].includes(application.status)) return;
  const data = part.data as unknown as DogRegistration;
  await keepCase(office, application);

  const disc = await store.read(`disc:${id}`) ?? String(4711 + (await store.names("disc:")).length);
  await store.note(`disc:${id}`, disc);
  await portal.call("acknowledgeApplication", { id, body: { externalReference: `HST-${disc}` } }, { key: `${id}.acknowledge` });
  if (application.status === "submitted") await portal.call("changeStatus", { id, body: { status: "in-progress", text: "Ihre Anmeldung ist beim Steueramt angekommen und wird bearbeitet." } }, { key: `${id}.status` });
  // Whether the tax is reduced is for a person to decide.
  if (data.haltung.ermaessigung === true) await portal.call("sendMessage", { id, body: { kind: "information", text: "Sie haben eine Ermäßigung beantragt. Eine Mitarbeiterin prüft Ihre Nachweise und meldet sich bei Ihnen." } }, { key: `${id}.message` });
  else await decide(office, application, data, disc);
  await store.note(`case:${id}`, "answered");
}

/** Electronically where the person has agreed; otherwise by post, as the portal demands. */
async function decide({ portal, signatory }: TaxOffice, { id, status }: Application, data: DogRegistration, disc: string): Promise<void> {
  if (["decided", "refused"].includes(status)) return;
  const { vorname, nachname, strasse, hausnummer, plz, ort } = data.halter;
  const decision = {
    kind: "grant", subject: "Ihr Hund ist angemeldet", signatory,
    paragraphs: [`Wir haben ${data.hunde.map(({ name }) => name).join(" und ")} zur Hundesteuer angemeldet.`, `Die Hundesteuermarke hat die Nummer ${disc}. Sie kommt mit der Post.`],
  } as const;
  try {
    await portal.call("provideDecision", { id, body: { ...decision, way: "mailbox" } }, { key: `${id}.decision` });
  } catch (error) {
    if (!(error instanceof PortalProblem) || error.code !== "post-needed") throw error;
    await portal.call("provideDecision", { id, body: { ...decision, way: "post", addressee: [`${vorname} ${nachname}`, `${strasse} ${hausnummer}`, `${plz} ${ort}`] } }, { key: `${id}.decision-by-post` });
  }
}
