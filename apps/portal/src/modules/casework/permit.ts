import { createHash, hkdfSync } from "node:crypto";
import { addDays, legalDate } from "#platform/clock";
import { lookupCode, open, parseLookupCode, seal } from "#platform/crypto";
import { qrSvg } from "#platform/documents";
import { sql, type Tx } from "#platform/database";
import { newId } from "#platform/ids";
import type { CaseworkDeps } from "./ports.ts";

/** What a permit shows and what everybody may verify: no name. */
export interface PermitFacts {
  readonly title: string;
  readonly number: string;
  readonly plate: string;
  readonly zone: string;
  /** First and last day, `YYYY-MM-DD`. */
  readonly validFrom: string;
  readonly validUntil: string;
}

/**
 * German registration plate: district, hyphen or blank, one or two letters, one to four digits, E or H (§ 9 FZV); at most eight characters without separators.
 * Returns the one spelling, or undefined.
 */
export function plateOf(text: string): string | undefined {
  const match = /^([A-ZÄÖÜ]{1,3})[ -]([A-Z]{1,2}) ?([1-9]\d{0,3})([EH]?)$/.exec(text.normalize("NFC").trim().toUpperCase());
  if (!match) return undefined;
  const [, district = "", letters = "", digits = "", suffix = ""] = match;
  return district.length + letters.length + digits.length + suffix.length > 8 ? undefined : `${district}-${letters} ${digits}${suffix}`;
}

/** Last day of a permit of some years: the day before the same day. */
export function lastDay(from: string, years: number): string {
  const [year = 0, month = 1, day = 1] = from.split("-").map(Number);
  // 29 February begins a year that ends on 28 February.
  const anniversary = new Date(Date.UTC(year + years, month - 1, day)).toISOString().slice(0, 10);
  return addDays(anniversary, -1);
}

const codeHash = (code: string): Buffer => createHash("sha256").update(`kommunalportal permit\0${code}`).digest();
const codeKey = (code: string): Buffer => Buffer.from(hkdfSync("sha256", code, "kommunalportal/casework/permit/1", "facts", 32));
const context = (permit: string): string => `casework.permit.facts:${permit}`;

export interface NewPermit { readonly id: string; readonly code: string; readonly facts: PermitFacts; readonly pdf: Buffer }

/** Makes the permit as a PDF with its code; it is valid only when {@link insertPermit} has stored it. */
export async function makePermit(deps: CaseworkDeps, tenant: string, office: string, facts: Omit<PermitFacts, "number">): Promise<NewPermit> {
  const town = deps.tenants.byId(tenant);
  if (!town) throw new Error("the town of the permit is missing");
  const now = deps.clock.now();
  const id = newId(now.getTime());
  const code = lookupCode();
  const whole: PermitFacts = { ...facts, number: `${legalDate(now).slice(0, 4)}-${id.slice(-8).toUpperCase()}` };
  const url = `${deps.townOrigin(tenant)}/genehmigung/${code}`;
  const officeName = deps.offices.describe(tenant, office)?.name;
  const pdf = await deps.documents.render("permit", {
    issuer: { name: town.officialName.split(",")[0], ...(officeName === undefined ? {} : { office: officeName }), ...(town.profile.armsSvg === undefined ? {} : { emblem: { svg: town.profile.armsSvg, alt: `Wappen: ${town.name}` } }) },
    title: whole.title, number: whole.number, plate: whole.plate, zone: whole.zone, validFrom: dayInWords(whole.validFrom), validUntil: dayInWords(whole.validUntil),
    qr: { svg: await qrSvg(url), alt: `QR-Code zur Prüfung dieses Ausweises: ${url}` },
    verify: { text: "Ob dieser Ausweis gültig ist, kann jede Person prüfen: QR-Code ablesen oder diese Adresse öffnen.", url },
    notes: ["Legen Sie den Ausweis gut lesbar hinter die Windschutzscheibe.", "Er gilt nur für das genannte Kennzeichen und die genannte Zone."],
  }, { standard: "ua-1", createdAt: now });
  return { id, code, facts: whole, pdf };
}

/** Stores hash and facts; the facts open with the code alone, so the database tells nobody whose car stands where. */
export async function insertPermit(tx: Tx, tenant: string, application: string, permit: NewPermit, at: Date): Promise<void> {
  await tx.run(sql`insert into casework.permit (id, tenant_id, application_id, code_hash, facts, valid_until, issued_at)
    values (${permit.id}, ${tenant}, ${application}, ${codeHash(permit.code)}, ${seal(codeKey(permit.code), JSON.stringify(permit.facts), context(permit.id))}, ${permit.facts.validUntil}, ${at})`);
}

export type PermitVerdict =
  | { readonly kind: "valid" | "not-yet" | "expired" | "revoked"; readonly facts: PermitFacts }
  /** Mistyped (its check character says so) or never issued by this town. */
  | { readonly kind: "mistyped" | "unknown" };

/** What anybody learns from the code on a permit. Asks for the town as well: a code of another town is unknown here. */
export async function verifyPermit(deps: Pick<CaseworkDeps, "db" | "clock">, tenant: string, input: string): Promise<PermitVerdict> {
  const code = parseLookupCode(input);
  if (code === undefined) return { kind: "mistyped" };
  const row = await deps.db.inTenant(tenant, (tx) => tx.maybe<{ id: string; facts: Buffer; revoked_at: Date | null }>(sql`select id, facts, revoked_at from casework.permit where tenant_id = ${tenant} and code_hash = ${codeHash(code)}`));
  if (!row) return { kind: "unknown" };
  const facts = JSON.parse(open(codeKey(code), row.facts, context(row.id)).toString("utf8")) as PermitFacts;
  const today = legalDate(deps.clock.now());
  return { kind: row.revoked_at ? "revoked" : today < facts.validFrom ? "not-yet" : today > facts.validUntil ? "expired" : "valid", facts };
}

/** A permit whose application was withdrawn or whose grant was taken back is no longer valid. */
export async function revokePermits(tx: Tx, tenant: string, application: string, at: Date): Promise<number> {
  return tx.run(sql`update casework.permit set revoked_at = ${at} where tenant_id = ${tenant} and application_id = ${application} and revoked_at is null`);
}

function dayInWords(day: string): string {
  return new Intl.DateTimeFormat("de-DE", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" }).format(new Date(`${day}T00:00:00Z`));
}
