import { ApiProblem, type Area, type Destination, leikaIdentifier, type RefusedRoute, type RouteQuery, type Router, sameService, type Sender } from "@kommunalportal/fit-connect";

/** Who takes one application: found by the service and the place in it, its signature proved. */
export interface Addressee {
  readonly destinationId: string;
  /** ARS of the place with 12 digits, where it is known. */
  readonly ars: string | undefined;
  /** Two digits of the ARS of the Land in whose area it is responsible; undefined: in several, everywhere, or it is not known. */
  readonly land: string | undefined;
  /** The authority, as its destination calls itself. */
  readonly name: string | undefined;
}

/** `no-receiver`: nobody takes this service there, or nobody does at the moment. `several-receivers`: it cannot be told which. */
export type NotAddressed = "place-missing" | "place-unknown" | "no-receiver" | "several-receivers";
export type AddresseeOutcome = { readonly ok: true; readonly addressee: Addressee } | { readonly ok: false; readonly why: NotAddressed };

export interface Wanted {
  readonly leikaKey: string;
  /** A regional key (ARS, 9 or 12 digits; AGS, 8 digits), or words and a postcode to search with. */
  readonly place: readonly string[];
  /** The schema of the form itself (FIM), in which the application can be written, too. */
  readonly ownSchema: string | undefined;
}

export interface AddresseeFinder {
  /** @throws FitConnectError where the routing service gives no answer that can be relied on */
  find(wanted: Wanted): Promise<AddresseeOutcome>;
  /** What was found turned out to be wrong: it is asked for anew. */
  forget(wanted: Wanted): void;
}

export interface FinderParts {
  readonly router: Pick<Router, "areas" | "routes">;
  readonly sender: Pick<Sender, "destination">;
  readonly now: () => number;
  /** The schema in which every application can be written: of several destinations the one that reads it, or the form's own. */
  readonly schemaUri: string;
  /** Told of each Zustellpunkt that was named with a signature that is not right: it gets nothing, and somebody should look why. */
  readonly refused: (route: RefusedRoute) => void;
}

/** What was found is used so long; that nobody was found only for a moment, so that an authority which has just registered gets what waits. */
export const foundForMs = 15 * 60_000;
const missedForMs = 60_000;
const mostKept = 1_000;
/** A postcode of several places, each asked for; more say nothing any more. */
const mostAreas = 5;
const mostRoutes = 20;

/** Asks the routing service and remembers for a while; those who ask for the same at the same time ask once. */
export function createAddresseeFinder(parts: FinderParts): AddresseeFinder {
  const kept = new Map<string, { until: number; readonly outcome: Promise<AddresseeOutcome> }>();
  const keyOf = ({ leikaKey, place, ownSchema }: Wanted): string => JSON.stringify([leikaKey, ownSchema ?? "", ...place.map((word) => word.toLowerCase())]);
  return {
    async find(wanted) {
      const key = keyOf(wanted);
      const known = kept.get(key);
      if (known && known.until > parts.now()) return known.outcome;
      const entry = { until: parts.now() + foundForMs, outcome: ask(parts, wanted) };
      kept.delete(key);
      kept.set(key, entry);
      for (const oldest of kept.keys()) { if (kept.size <= mostKept) break; kept.delete(oldest); }
      try {
        const outcome = await entry.outcome;
        if (!outcome.ok) entry.until = parts.now() + missedForMs;
        return outcome;
      } catch (error) {
        if (kept.get(key) === entry) kept.delete(key);
        throw error;
      }
    },
    forget(wanted) { kept.delete(keyOf(wanted)); },
  };
}

async function ask(parts: FinderParts, { leikaKey, place, ownSchema }: Wanted): Promise<AddresseeOutcome> {
  const places = await placesOf(parts.router, place);
  if (places.length === 0 || places.length > mostAreas) return { ok: false, why: "place-unknown" };
  const found = new Map<string, Addressee>();
  for (const one of places) {
    // Every signature is proved by the library before anything of the answer is used. What is left is responsible by its own, so that one wrong beside it holds it up no longer.
    const { routes, refused } = await parts.router.routes({ leikaKey, place: one });
    for (const wrong of refused) parts.refused(wrong);
    for (const { destinationId, destinationName } of routes.slice(0, mostRoutes)) {
      found.set(destinationId, { destinationId, ars: "ars" in one ? one.ars.padEnd(12, "0") : undefined, land: undefined, name: destinationName?.slice(0, 200) });
    }
  }
  const open: Open[] = [];
  for (const addressee of found.values()) {
    const there = await parts.sender.destination(addressee.destinationId).catch(notThere);
    if (there?.status === "active") open.push({ addressee: { ...addressee, land: landOf(there, leikaIdentifier(leikaKey)), name: there.contactInformation?.legalName ?? addressee.name }, there });
  }
  if (open.length === 0) return { ok: false, why: "no-receiver" };
  const [one, ...others] = open.length > 1 ? nearest(open, leikaIdentifier(leikaKey), [parts.schemaUri, ...(ownSchema === undefined ? [] : [ownSchema])]) : open;
  return one && others.length === 0 ? { ok: true, addressee: one.addressee } : { ok: false, why: "several-receivers" };
}

/** An authority that is responsible in one Land alone is one of that Land; of any other the law that it works by cannot be told. */
function landOf({ publicServices }: Destination, identifier: string): string | undefined {
  const regions = publicServices.filter((service) => sameService(service.identifier, identifier)).flatMap((service) => service.regions);
  const lands = new Set(regions.map((region) => region.replace(/^DE/, "").slice(0, 2)));
  const [land] = lands;
  return lands.size === 1 && land !== undefined && /^(0[1-9]|1[0-6])$/.test(land) ? land : undefined;
}

/** The routing service still names a Zustellpunkt that is no more: that is nobody, and says nothing about others beside it. */
function notThere(error: unknown): undefined {
  if (error instanceof ApiProblem && error.code === "destination-not-found") return undefined;
  throw error;
}

type Open = { readonly addressee: Addressee; readonly there: Destination };

/** Of several that are all responsible: those that read what we can write, and of these the ones with the narrowest area, as a town before its Kreis. */
function nearest(open: readonly Open[], identifier: string, schemas: readonly string[]): Open[] {
  const readers = open.flatMap((one) => {
    const offers = one.there.publicServices.filter((service) => sameService(service.identifier, identifier) && service.submissionSchemas.some(({ schemaUri }) => schemas.includes(schemaUri)));
    return offers.length === 0 ? [] : [{ ...one, level: Math.max(...offers.flatMap(({ regions }) => regions.map(levelOf)), 0) }];
  });
  const narrowest = Math.max(...readers.map(({ level }) => level), 0);
  return readers.filter(({ level }) => level === narrowest);
}

/** How many digits of a region say something: state 2, government district 3, county 5, association 9, municipality 12; 0 is everywhere. */
function levelOf(region: string): number {
  const digits = region.replace(/^DE/, "").replace(/0+$/, "");
  return [0, 2, 3, 5, 9, 12].find((length) => length >= digits.length) ?? 12;
}

/** A key is used as it is; words are searched for. By a key the signature is proved for the very place, by words for service and destination. */
async function placesOf(router: Pick<Router, "areas">, place: readonly string[]): Promise<RouteQuery["place"][]> {
  const [first = "", ...others] = place;
  if (others.length === 0 && /^(\d{12}|\d{9})$/.test(first)) return [{ ars: first }];
  if (others.length === 0 && /^\d{8}$/.test(first)) return [{ ags: first }];
  const terms = place.map((word) => word.replaceAll("*", " ").trim());
  if (terms.some((term) => term.length < 2)) return [];
  const exact = await router.areas(terms);
  // »Nordhafen« is called »Nordhafen, Stadt« elsewhere; a postcode is whole or wrong.
  const areas = exact.length > 0 ? exact : await router.areas(terms.map((term) => (/^\d+$/.test(term) ? term : `${term}*`)));
  return sameName(areas, terms).map(({ id }) => ({ areaId: id }));
}

function sameName(areas: readonly Area[], terms: readonly string[]): readonly Area[] {
  const named = areas.filter(({ name }) => terms.some((term) => term.toLowerCase() === name.toLowerCase()));
  return named.length > 0 ? named : areas;
}
