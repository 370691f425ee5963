import { z } from "zod";
import { destinationSchema, type Destination } from "./api/destination.ts";
import { createApiClient, shaped } from "./http/api-client.ts";
import { VerificationError } from "./errors/verification-error.ts";
import { connectionOf, type ConnectionSettings } from "./http/connection.ts";
import { checkPublicJwk, type EncryptionJwk, type SignatureJwk } from "./keys/jwk.ts";

export interface DestinationService {
  readonly identifier: string;
  readonly submissionSchemas: readonly { readonly schemaUri: string; readonly mimeType: "application/json" | "application/xml" }[];
  /** `DE` and ARS with 12 digits; `DE000000000000` is everywhere. */
  readonly regions: readonly string[];
}

/** What a destination needs (delivery.md 1.6): all of it but reply channels and callback. */
export interface DestinationOrder {
  readonly name: string;
  readonly contactInformation: { readonly legalName: string; readonly email: string; readonly address?: string; readonly phone?: string; readonly unit?: string };
  readonly services: readonly DestinationService[];
  readonly encryptionPublicKey: EncryptionJwk;
  readonly signingPublicKey: SignatureJwk;
  /** Default `["2.1.0"]`. */
  readonly metadataVersions?: readonly string[];
  /** None: answers go by post. */
  readonly replyChannels?: Readonly<Record<string, object>>;
  /** Always with a secret; it is never shown again. */
  readonly callback?: { readonly url: string; readonly secret: string };
}

/** A change by JSON Merge Patch (RFC 7396): `null` removes, what is left out stays. */
export type DestinationPatch = Readonly<Record<string, unknown>>;

export interface Destinations {
  create(order: DestinationOrder): Promise<{ readonly destinationId: string; readonly status: string }>;
  get(destinationId: string): Promise<Destination>;
  patch(destinationId: string, patch: DestinationPatch): Promise<void>;
  /** Replaces everything: also the way to change a callback. */
  replace(destinationId: string, order: DestinationOrder & { readonly status?: string }): Promise<void>;
  activate(destinationId: string): Promise<void>;
  /** Public keys, unchecked, as they are listed. */
  keys(destinationId: string): Promise<readonly unknown[]>;
  /**
   * Registers a new encryption key and makes it the one senders use. Keep the old private key until everything that was encrypted for it is fetched.
   * Uncertain (delivery.md 1.6): the body is the create body's key members by merge patch.
   */
  changeEncryptionKey(destinationId: string, key: EncryptionJwk): Promise<void>;
}

const createdSchema = z.looseObject({ destinationId: z.uuid(), status: z.string().max(50).default("created") });

/** The Destination API (delivery.md 1.6). Needs a subscriber's access with the scope manage-destinations. */
export function createDestinations(settings: ConnectionSettings): Destinations {
  const client = createApiClient(connectionOf(settings));
  const base = client.connection.environment.destinationUrl;
  const at = (version: "v1" | "v2", destinationId: string, rest = ""): string => {
    if (!z.uuid().safeParse(destinationId).success) throw new RangeError("not a UUID");
    return `${base}/${version}/destinations/${destinationId}${rest}`;
  };
  const patch = async (destinationId: string, change: DestinationPatch): Promise<void> => {
    await client.send({ method: "PATCH", url: at("v1", destinationId), headers: { "content-type": "application/merge-patch+json" }, body: JSON.stringify(change), expect: [200, 202, 204] });
  };
  return {
    async create(order) {
      const answer = await client.send({ method: "POST", url: `${base}/v1/destinations`, headers: { "content-type": "application/json" }, body: JSON.stringify(bodyOf(order)), expect: [200, 201] });
      const { destinationId, status } = shaped(answer.body, createdSchema);
      return { destinationId, status };
    },
    get: (destinationId) => client.read({ url: at("v2", destinationId) }, destinationSchema),
    patch,
    async replace(destinationId, { status, ...order }) {
      await client.send({ method: "PUT", url: at("v1", destinationId), headers: { "content-type": "application/json" }, body: JSON.stringify({ ...bodyOf(order), ...(status === undefined ? {} : { status }) }), expect: [200, 202, 204] });
    },
    activate: (destinationId) => patch(destinationId, { status: "active" }),
    keys: async (destinationId) => (await client.read({ url: at("v2", destinationId, "/keys") }, z.looseObject({ keys: z.array(z.unknown()).max(500) }))).keys,
    changeEncryptionKey: (destinationId, key) => patch(destinationId, { encryptionKid: checkPublicJwk(key, "encryption").kid, encryptionPublicKey: key }),
  };
}

/** @throws VerificationError for keys that FIT-Connect would not take; RangeError for a callback without secret */
function bodyOf(order: DestinationOrder): object {
  for (const key of [checkPublicJwk(order.encryptionPublicKey, "encryption"), checkPublicJwk(order.signingPublicKey, "signature")]) {
    if (key.x5c === undefined) throw new VerificationError("certificate-missing", "a published key needs its certificates, in test environments a self-signed one");
  }
  if (order.encryptionPublicKey.n === order.signingPublicKey.n) throw new RangeError("encryption and signature need two different key pairs");
  if (order.callback?.secret === "") throw new RangeError("a callback needs a secret");
  return { ...order, encryptionKid: order.encryptionPublicKey.kid, metadataVersions: order.metadataVersions ?? ["2.1.0"] };
}
