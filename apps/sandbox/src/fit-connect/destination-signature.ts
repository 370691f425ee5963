import { randomUUID } from "node:crypto";
import type { Destination } from "./destination.ts";
import { signJws } from "./jws.ts";
import { significantPrefix } from "./region.ts";
import { now, type Service } from "./service.ts";

const AREA = "urn:de:bund:destatis:bevoelkerungsstatistik:schluessel:rs:";
const LANDS = Array.from({ length: 16 }, (_, index) => String(index + 1).padStart(2, "0"));

/**
 * The signed statement of the self-service portal about a destination (delivery.md 1.4): PS512, `typ` "jwt". A client takes an area for covered that
 * is a prefix of the wanted ARS; so a nationwide service names the sixteen Länder.
 */
export async function signDestination(host: Service, destination: Destination): Promise<string> {
  const { keys, urls, behaviour: { current } } = host;
  const routes = current.routesOf === null || current.routesOf === destination.destinationId ? current.routes : "normal";
  const key = routes === "wrong-key" ? keys.foreign : keys.portal;
  const services = destination.publicServices.map(({ identifier, regions }) => ({
    gebietIDs: [...new Set(regions.flatMap((region) => significantPrefix(region.slice(2)) || LANDS))].map((prefix) => `${AREA}${prefix}`),
    leistungIDs: [routes === "other-service" ? "urn:de:fim:leika:leistung:99000000000000" : identifier],
  }));
  return signJws({ kid: keys.portal.kid, typ: "jwt", alg: "PS512" }, {
    submissionHost: new URL(urls.submission).host, iss: urls.portal, services,
    destinationId: routes === "other-destination" ? randomUUID() : destination.destinationId, iat: Math.floor(now(host) / 1000), jti: randomUUID(),
  }, key.privateKey);
}
