import { warnDays } from "#modules/gateway";
import type { TenantProfile } from "#modules/tenants";
import { legalDate } from "#platform/clock";
import { formatDate } from "#ui/format";
import type { AdminPages, Desk } from "./admin-pages.ts";
import { waitingTitle } from "./efa-arrivals-part.ts";

export interface Reminder { readonly title: string; readonly text: string; readonly href: string }

/** What a town still has to do, the most urgent first. */
export async function reminders(portal: AdminPages, desk: Desk, profile: TenantProfile): Promise<readonly Reminder[]> {
  return [...await fromElsewhere(portal, desk), ...await unansweredBarriers(portal, desk), ...ofProfile(profile, desk, legalDate(portal.clock.now())), ...await servicesWithoutContact(portal, desk)];
}

async function unansweredBarriers(portal: AdminPages, { tenant, at }: Desk): Promise<Reminder[]> {
  const open = (await portal.catalogue.barrierReports.list(tenant.id, mostReports)).filter(({ answeredAt }) => answeredAt === undefined);
  const oldest = open.at(-1);
  if (!oldest) return [];
  return [{ title: open.length === 1 ? "Eine gemeldete Barriere wartet auf Antwort" : `${open.length} gemeldete Barrieren warten auf Antwort`, text: `Die älteste Meldung kam am ${formatDate(oldest.receivedAt, "de")}. Zugesagt ist eine Antwort nach spätestens sechs Wochen.`, href: at("barrieren") }];
}

/** Applications from services elsewhere that nobody opens: the delivery service gives them back after two weeks, and nobody else in the town sees them. */
async function fromElsewhere(portal: AdminPages, { tenant, at }: Desk): Promise<Reminder[]> {
  const { arrivals, mailboxes, readingKeys } = await portal.gateway.inbound.overview(tenant.id);
  const waiting = arrivals.filter(({ state }) => state === "unopened");
  const oldest = waiting.at(-1);
  const ends = [...await portal.gateway.receptionKeys(tenant.id), ...readingKeys.map(({ state, until }) => ({ state, certificateUntil: until }))].flatMap(({ state, certificateUntil }) => (state === "current" && certificateUntil !== undefined ? [certificateUntil] : []));
  const access = mailboxes.map(({ settings }) => new Date(settings.certificateUntil));
  return [...waitingUnopened(), ...endingCertificates(portal.clock.now(), [...ends, ...access], at)];

  function waitingUnopened(): Reminder[] {
    return oldest === undefined ? [] : [{ title: waitingTitle(waiting.length), text: `Aus einem Online-Dienst anderer Länder, die älteste vom ${formatDate(oldest.listedAt, "de")}. Warum sie niemand öffnet und was hilft, steht beim Empfang.`, href: `${at("efa/empfang")}#angekommen` }];
  }
}

/** From the day of the first mail about it on. */
function endingCertificates(now: Date, ends: readonly Date[], at: Desk["at"]): Reminder[] {
  const [first, ...more] = ends.filter((end) => end.getTime() - now.getTime() < warnDays[0] * 86_400_000).toSorted((a, b) => a.getTime() - b.getTime());
  if (first === undefined) return [];
  const one = more.length === 0;
  return [{ title: first <= now ? "Ein Zertifikat für den Empfang ist abgelaufen" : one ? "Ein Zertifikat für den Empfang läuft ab" : `${more.length + 1} Zertifikate für den Empfang laufen ab`, text: `${one ? "Es gilt" : "Das erste gilt"} bis ${formatDate(first, "de")}. Danach kommen Anträge aus Diensten anderer Länder nicht mehr an; getauscht wird es beim Empfang.`, href: at("efa/empfang") }];
}

/** As many reports as are looked at; more than a town ever has open. */
export const mostReports = 200;

function ofProfile(profile: TenantProfile, { at }: Desk, today: string): Reminder[] {
  const found: Reminder[] = [];
  if (!profile.contact) found.push({ title: "Die Stadt hat noch keinen Kontakt", text: "Auf den Seiten und Fehlerseiten steht deshalb keine Telefonnummer.", href: at("kontakt") });
  if (!profile.imprint) found.push({ title: "Das Impressum fehlt", text: "Es steht dort der Text dieser Installation (§ 5 DDG).", href: at("texte/impressum") });
  const reviewed = profile.accessibilityReviewedOn;
  if (!profile.accessibility) found.push({ title: "Die Erklärung zur Barrierefreiheit fehlt", text: "Es steht dort der Text dieser Installation (§ 4 BITVNRW).", href: at("texte/barrierefreiheit") });
  else if (reviewed === undefined) found.push({ title: "Die Erklärung zur Barrierefreiheit hat kein Prüfdatum", text: "Tragen Sie ein, wann sie zuletzt geprüft wurde.", href: at("texte/barrierefreiheit") });
  else if (yearAfter(reviewed) < today) found.push({ title: "Die Erklärung zur Barrierefreiheit ist älter als zwölf Monate", text: `Zuletzt geprüft am ${formatDate(reviewed, "de")}. Sie ist mindestens einmal im Jahr zu prüfen.`, href: at("texte/barrierefreiheit") });
  if (profile.signLanguageFilm === undefined) found.push({ title: "Der Film in Gebärdensprache fehlt", text: "Er gehört auf die Startseite (§ 4 BITV 2.0 mit § 3 BITVNRW).", href: at("texte/gebaerdensprache") });
  return found;
}

/** The same day of the next year; of 29 February the 1st of March. */
export function yearAfter(day: string): string {
  const at = new Date(`${day}T00:00:00Z`);
  at.setUTCFullYear(at.getUTCFullYear() + 1);
  return at.toISOString().slice(0, 10);
}

/** Services that people can use while nobody is named whom they can call. */
async function servicesWithoutContact(portal: AdminPages, { tenant, at }: Desk): Promise<Reminder[]> {
  const found: Reminder[] = [];
  for (const [slug, settings] of await portal.editing.switches(tenant.id)) {
    if (!settings.enabled) continue;
    const service = (await portal.forms.current(slug, tenant.id))?.package.service;
    const role = service?.recipients[0] ?? "";
    const office = portal.catalogue.officeByRole(tenant.id, settings.offices[role] ?? role);
    if (service && office?.phone === undefined) {
      found.push({ title: `»${service.title.de}« hat keinen Ansprechpartner`, text: office ? `Beim Amt »${office.name.de}« steht keine Telefonnummer.` : "Das zuständige Amt steht nicht im Verzeichnis.", href: at(`leistungen/${slug}`) });
    }
  }
  return found;
}
