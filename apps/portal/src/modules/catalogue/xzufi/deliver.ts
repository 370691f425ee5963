import { createHash } from "node:crypto";
import { arsPrefix } from "@kommunalportal/regional-keys";
import { writeTransfer, type Objekt, type Transfer } from "@kommunalportal/xzufi";
import type { Clock } from "#platform/clock";
import type { Database } from "#platform/database";
import type { Tenant, Tenants } from "#modules/tenants";
import type { Catalogue } from "../catalogue.ts";
import { objectsOfTown } from "./objects-of-town.ts";
import { noteDelivered, townContent, townsWithContent } from "./town-content.ts";

export interface XzufiSettings { readonly agency: string; readonly root: string; readonly product: string; readonly producer: string; readonly productVersion?: string }

export interface XzufiDeliveryDeps {
  readonly db: Database;
  readonly clock: Clock;
  readonly tenants: Pick<Tenants, "all">;
  readonly catalogue: Pick<Catalogue, "officesOf" | "onlineServicesOf" | "services" | "textOf">;
  readonly originOf: (tenant: Tenant) => string;
  /** undefined: nothing is delivered. */
  readonly settings: XzufiSettings | undefined;
}

export interface DeliveredFile { readonly xml: Buffer; readonly etag: string }

const KLASSE: Readonly<Record<Exclude<Objekt["art"], "zustaendigkeitTransferObjekt">, string>> = { leistung: "Leistung", organisationseinheit: "Organisationseinheit", onlinedienst: "Onlinedienst" };
const keptFor = 60_000;
const keptBytes = 32 * 1024 * 1024;

/** What a Landesredaktion fetches: one file a town, always its whole stock, and what is gone as `loesche`. */
export function createXzufiDelivery({ db, clock, tenants, catalogue, originOf, settings }: XzufiDeliveryDeps) {
  const kept = new Map<string, { readonly file: Promise<DeliveredFile | undefined>; readonly at: number; bytes: number }>();

  async function transferOf(tenant: Tenant, { agency, root, product, producer, productVersion }: XzufiSettings): Promise<Transfer | undefined> {
    const content = await db.published((tx) => townContent(tx, tenant.id));
    const online = [...new Set(catalogue.services().map(({ leikaKey }) => leikaKey))].flatMap((key) => catalogue.onlineServicesOf(tenant, key)).filter((one) => one.tenant === tenant.id);
    const schreibe = objectsOfTown({ agency, origin: originOf(tenant), ars: tenant.ars, area: arsPrefix(tenant.ars), services: catalogue.services(), general: catalogue.textOf, offices: catalogue.officesOf(tenant.id), online, content });
    const objects = schreibe.flatMap((objekt) => {
      if (objekt.art === "zustaendigkeitTransferObjekt") return [];
      const inside = objekt.art === "leistung" ? [] : objekt.inhalt.zustaendigkeit.flatMap(({ id }) => (id === undefined ? [] : [{ klasse: "Zustaendigkeit", id: id.value }]));
      return [{ klasse: KLASSE[objekt.art], id: objekt.inhalt.id.value }, ...inside];
    });
    const gone = await db.inTenant(tenant.id, (tx) => noteDelivered(tx, tenant.id, objects, clock.now()));
    if (schreibe.length === 0 && gone.length === 0) return undefined;
    const loesche = gone.map(({ klasse, id }) => ({ klasse, id: { value: id, schemeAgencyID: agency } }));
    const head = { version: "2.2.0" as const, wurzel: root, produktbezeichnung: product, produkthersteller: producer, ...(productVersion === undefined ? {} : { produktversion: productVersion }) };
    // The same content is the same file: its id and time come from the content, not from the clock.
    const stamp = schreibe.flatMap(({ art, inhalt }) => (art === "leistung" ? [inhalt.versionsinformation?.geaendertDatumZeit ?? ""] : [])).toSorted().at(-1) ?? clock.now().toISOString();
    const uuid = uuidOf(JSON.stringify([schreibe, loesche]));
    return { ...head, nachrichtenkopf: { nachrichtUUID: uuid, erstelltDatumZeit: stamp }, schreibe, loesche };
  }

  async function make(tenant: Tenant, given: XzufiSettings): Promise<DeliveredFile | undefined> {
    const transfer = await transferOf(tenant, given);
    if (transfer === undefined) return undefined;
    const xml = Buffer.from(writeTransfer(transfer));
    return { xml, etag: `"${createHash("sha256").update(xml).digest("base64url").slice(0, 27)}"` };
  }

  /** A town may offer something online before it has said a word. */
  const offers = (tenant: Tenant): boolean => catalogue.services().some(({ leikaKey }) => catalogue.onlineServicesOf(tenant, leikaKey).some((one) => one.tenant === tenant.id));
  const nameOf = (tenant: Tenant): string => `${tenant.slug}.xml`;

  return {
    enabled: settings !== undefined,
    /** Names of the files, one a line. undefined: there is nothing, and an empty index would tell a collector to drop everything. */
    async index(): Promise<string | undefined> {
      if (settings === undefined) return undefined;
      const some = await db.asOperator("index of the XZuFi files", townsWithContent);
      const names = tenants.all().filter((tenant) => some.has(tenant.id) || offers(tenant)).map(nameOf).toSorted();
      return names.length === 0 ? undefined : `${names.join("\n")}\n`;
    },
    /** The file of that name; made at most once a minute, however often it is asked for. */
    async file(name: string): Promise<DeliveredFile | undefined> {
      const tenant = settings === undefined ? undefined : tenants.all().find((each) => nameOf(each) === name);
      if (settings === undefined || tenant === undefined) return undefined;
      const now = clock.now().getTime();
      const known = kept.get(name);
      if (known !== undefined && now - known.at < keptFor && now >= known.at) return known.file;
      const file = make(tenant, settings);
      const entry = { file, at: now, bytes: 0 };
      kept.delete(name);
      kept.set(name, entry);
      try {
        entry.bytes = (await file)?.xml.length ?? 0;
      } catch (error) {
        kept.delete(name);
        throw error;
      }
      let total = [...kept.values()].reduce((sum, { bytes }) => sum + bytes, 0);
      for (const [oldest, { bytes }] of kept) {
        if (total <= keptBytes || oldest === name) break;
        kept.delete(oldest);
        total -= bytes;
      }
      return file;
    },
    /** The message itself, for tests and checks. */
    transferOf: (tenant: Tenant): Promise<Transfer | undefined> => (settings === undefined ? Promise.resolve(undefined) : transferOf(tenant, settings)),
  };
}

export type XzufiDelivery = ReturnType<typeof createXzufiDelivery>;

/** A UUID of version 8 (RFC 9562) from a text. */
function uuidOf(text: string): string {
  const hex = createHash("sha256").update(text).digest("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
