import { isDeepStrictEqual } from "node:util";
import { fromBase64url, toBase64url } from "../encoding/base64url.ts";
import { parseJson } from "../encoding/json.ts";
import { VerificationError } from "../errors/verification-error.ts";
import type { VerificationKey } from "../keys/signing-key.ts";
import type { Route } from "./route.ts";

const fail = (detail: string): never => { throw new VerificationError("route-parameters", detail); };

/**
 * Older answers of the Routing API carry the destination's addresses (`destinationParameters`) with a signature of the delivery service; 2.0.0 has
 * neither. The form of the signature is uncertain (delivery.md 1.4): a compact JWS around the parameters or, detached (RFC 7515, appendix F), over their
 * JSON text as it came. What is there must be right; what is not there is not missed.
 * @throws VerificationError route-parameters
 */
export async function verifyDestinationParameters(route: Pick<Route, "destinationParameters" | "destinationParametersSignature">, serviceKey: (kid: string) => Promise<VerificationKey | undefined>): Promise<void> {
  const { destinationParameters: parameters, destinationParametersSignature: jws } = route;
  if (parameters === undefined && jws === undefined) return;
  const [encodedHeader = "", attached = "", encodedSignature = "", ...more] = jws?.split(".", 4) ?? [];
  const [headerBytes, signature] = [fromBase64url(encodedHeader), fromBase64url(encodedSignature)];
  const header = headerBytes && parseJson(headerBytes);
  if (signature === undefined || more.length > 0 || typeof header !== "object" || header === null || !("alg" in header && header.alg === "PS512") || "crit" in header || "b64" in header || !("kid" in header && typeof header.kid === "string")) return fail("no PS512 signature");
  if (attached !== "") {
    const payload = fromBase64url(attached);
    if (payload === undefined || !isDeepStrictEqual(parseJson(payload), parameters)) fail("signed other parameters");
  }
  const key = await serviceKey(header.kid);
  const signed = Buffer.from(`${encodedHeader}.${attached === "" ? toBase64url(JSON.stringify(parameters)) : attached}`, "ascii");
  if (key === undefined || !await key.verify(signed, signature)) fail("not signed by the delivery service");
}
