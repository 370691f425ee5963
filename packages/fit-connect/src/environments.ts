import type { CertificatePolicy } from "./certificate/check-certificates.ts";

/** Where an installation of FIT-Connect lives. All addresses without a slash at the end and without a version. */
export interface FitConnectEnvironment {
  readonly name: string;
  readonly tokenUrl: string;
  readonly submissionUrl: string;
  readonly destinationUrl: string;
  readonly routingUrl: string;
  /** Self-service portal: it signs destinations, its keys lie at `/.well-known/jwks.json`. */
  readonly portalUrl: string;
  /** `iss` of the delivery service's events. Default: `submissionUrl`. */
  readonly serviceIssuers?: readonly string[];
  /** `submissionHost` of signed destinations. Default: the host of `submissionUrl`. */
  readonly submissionHosts?: readonly string[];
  /** `iss` of signed destinations. Default: `portalUrl`. */
  readonly routeIssuers?: readonly string[];
  /** Plain http is refused unless this is true: for a simulator on the same machine. */
  readonly allowHttp?: boolean;
  readonly certificates: CertificatePolicy;
}

const schemeHosts = (name: string): Pick<FitConnectEnvironment, "submissionUrl" | "destinationUrl"> => ({ submissionUrl: `https://${name}/submission-api`, destinationUrl: `https://${name}/destination-api` });

/** FITKO's environments (delivery.md 1.2; two independent clients agree, the STAGE and PROD portals are from memory). */
export const testEnvironment: FitConnectEnvironment = {
  name: "TEST", ...schemeHosts("test.fit-connect.fitko.dev"),
  tokenUrl: "https://auth-testing.fit-connect.fitko.dev/token", routingUrl: "https://routing-api-testing.fit-connect.fitko.dev", portalUrl: "https://portal.auth-testing.fit-connect.fitko.dev",
  submissionHosts: ["test.fit-connect.fitko.dev", "submission-api-testing.fit-connect.fitko.dev"], certificates: { kind: "lenient" },
};

/** @param roots certificates of the Verwaltungs-PKI, PEM */
export const stageEnvironment = (roots: readonly string[]): FitConnectEnvironment => ({
  name: "STAGE", ...schemeHosts("stage.fit-connect.fitko.net"),
  tokenUrl: "https://auth-refz.fit-connect.fitko.net/token", routingUrl: "https://routing-api-testing.fit-connect.fitko.dev", portalUrl: "https://portal.auth-refz.fit-connect.fitko.net",
  submissionHosts: ["stage.fit-connect.fitko.net", "submission-api-refz.fit-connect.niedersachsen.de"], certificates: { kind: "strict", roots },
});

/** @param roots certificates of the Verwaltungs-PKI, PEM */
export const prodEnvironment = (roots: readonly string[]): FitConnectEnvironment => ({
  name: "PROD", ...schemeHosts("prod.fit-connect.fitko.net"),
  tokenUrl: "https://auth-prod.fit-connect.fitko.net/token", routingUrl: "https://routing-api-prod.fit-connect.fitko.net", portalUrl: "https://portal.auth-prod.fit-connect.fitko.net",
  submissionHosts: ["prod.fit-connect.fitko.net", "submission-api-prod.fit-connect.niedersachsen.de"], certificates: { kind: "strict", roots },
});

/** @throws RangeError for an address that is no https URL (or http where allowed), or ends with a slash */
export function checkEnvironment(environment: FitConnectEnvironment): FitConnectEnvironment {
  for (const name of ["tokenUrl", "submissionUrl", "destinationUrl", "routingUrl", "portalUrl"] as const) {
    const url = URL.parse(environment[name]);
    if (url === null || !(url.protocol === "https:" || (url.protocol === "http:" && environment.allowHttp === true))) throw new RangeError(`${name} is no https address`);
    if (environment[name].endsWith("/") || url.search !== "" || url.hash !== "" || url.username !== "") throw new RangeError(`${name} must be a bare address without a slash at the end`);
  }
  return environment;
}
