import type { Adapter, AdapterPayload } from "oidc-provider";
import type { HandoverProgram } from "#modules/handover";
import type { HandoverProof } from "#modules/extensions";
import type { HandoverPages } from "./handover-pages.ts";

/** Everything a client's metadata may be: fixed but for addresses, attributes and the way it proves itself. */
function metadataOf(program: HandoverProgram & { readonly proof: HandoverProof }): AdapterPayload {
  const { proof } = program;
  return {
    client_id: program.client, client_name: program.name.de, redirect_uris: [...program.redirectUris], post_logout_redirect_uris: [...program.logoutUris],
    grant_types: ["authorization_code"], response_types: ["code"], subject_type: "pairwise", id_token_signed_response_alg: "ES256", require_auth_time: true,
    // The trust level stands in every ID token, asked for or not.
    default_acr_values: [program.level],
    scope: ["openid", ...program.attributes.map(({ attribute }) => attribute)].join(" "),
    // The value is never compared: `compareClientSecret` asks for the hash that is kept.
    ...(proof.kind === "secret" ? { token_endpoint_auth_method: "client_secret_basic", client_secret: "kept-as-a-hash-only" } : { token_endpoint_auth_method: "private_key_jwt", jwks: { keys: proof.jwks } }),
  } as AdapterPayload;
}

/** What the provider of one town keeps lies in the database; its clients are the extensions that the town permits to take people over, as they are now. */
export function createAdapter(portal: Pick<HandoverPages, "handover" | "extensions">, tenant: string, onReplay: () => Error): (model: string) => Adapter {
  const { artifacts } = portal.handover;
  return (model) => ({
    async upsert(id, payload, expiresIn) { await artifacts.put({ tenant, model, id, payload: { ...payload }, seconds: expiresIn ?? 3_600 }); },
    async find(id) {
      if (model !== "Client") return artifacts.find({ tenant, model, id });
      const program = /^[a-z][a-z0-9-]{2,62}$/.test(id) ? await portal.extensions.handoverProgram({ tenant, client: id }) : undefined;
      return program && metadataOf(program);
    },
    async findByUid(uid) { return artifacts.findByUid({ tenant, model, uid }); },
    async findByUserCode() { return undefined; },
    async consume(id) { if (!await artifacts.consume({ tenant, model, id })) throw onReplay(); },
    async destroy(id) { await artifacts.remove({ tenant, model, id }); },
    async revokeByGrantId(grant) { await artifacts.removeGrant({ tenant, grant }); },
  });
}
