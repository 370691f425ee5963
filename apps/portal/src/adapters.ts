import type { BundidSettings } from "#modules/accounts";
import type { Config } from "./config.ts";

/** Settings in the words of the rooms. */
export function bundidSettings(config: Config): BundidSettings {
  return {
    idpEntityId: config.BUNDID_IDP_ENTITY_ID, ssoUrl: config.BUNDID_SSO_URL, idpCertificates: [config.BUNDID_IDP_CERTIFICATE], entityId: config.BUNDID_ENTITY_ID,
    acsUrl: `${config.PUBLIC_ORIGIN}/anmeldung/bundid/acs`, onlineServiceId: config.BUNDID_ONLINE_SERVICE_ID, signingKey: config.BUNDID_SIGNING_KEY,
    signingCert: config.BUNDID_SIGNING_CERTIFICATE, decryptionKeys: [config.BUNDID_DECRYPTION_KEY],
  };
}

export function staffSettings(config: Config) {
  return {
    issuer: config.STAFF_ISSUER, clientId: config.STAFF_CLIENT_ID, clientSecret: config.STAFF_CLIENT_SECRET,
    redirectUri: `${config.PUBLIC_ORIGIN}/mitarbeit/anmeldung/rueckkehr`, allowHttp: config.MODE === "demo",
  };
}

/** Hosts that the operator named in the settings: the only ones that may lie in a private network. */
export function trustedHosts(config: Config): string[] {
  return [config.STAFF_ISSUER, config.PAYMENT_URL, config.BUNDID_IDP_ENTITY_ID, config.BUNDID_SSO_URL, config.FACHVERFAHREN_URL].flatMap((url) => (url === undefined ? [] : [new URL(url).host]));
}
