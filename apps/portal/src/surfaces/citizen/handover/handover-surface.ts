import { html } from "@kommunalportal/html";
import { attributeOf } from "#modules/accounts";
import { claimsOf, sourcesOf } from "#modules/handover";
import { createRateLimit } from "#platform/http";
import { linkButton } from "#ui/button";
import { onlyLanguage, type AccountVisit, type Answer, type Routes, type SessionVisit, type TownVisit, type Visit } from "../../frame/index.ts";
import { consentPage } from "./consent-page.ts";
import { askedOf, openIdPath, wordOf, type Asked, type HandoverPages } from "./handover-pages.ts";
import { say } from "./messages.ts";
import { createProviders, type Providers } from "./providers.ts";

/** The endpoints that the library serves, as its discovery document names them. */
const served = /^\/openid\/(?:\.well-known\/openid-configuration|auth(?:\/[\w-]{1,100})?|token(?:\/revocation)?|me|jwks|session\/end(?:\/confirm|\/success)?)$/;

/** The portal as OpenID provider of extensions with pages of their own: at every town's host, for the extensions that this town permits. */
export function handoverSurface(r: Routes, portal: HandoverPages): void {
  const providers = createProviders(portal);
  const refused = createRateLimit({ burst: 60, perMinute: 60 });

  r.library(`${openIdPath}/*`, async (visit) => {
    const { request, reply, tenant } = visit;
    const plain = (status: number, error: string): void => { reply.raw.writeHead(status, { "content-type": "application/json", "cache-control": "no-store", ...(status === 429 ? { "retry-after": "60" } : {}) }).end(JSON.stringify({ error })); };
    if (!tenant || !served.test(visit.path)) { plain(404, "not_found"); return; }
    const now = portal.clock.now().getTime();
    const mode = visit.query.get("response_mode");
    // The other modes need a page with a script of the library's own.
    if (mode !== null && mode !== "query") { plain(400, "invalid_request"); return; }
    if (visit.path === `${openIdPath}/token` && !refused.take(request.ip, now)) { plain(429, "slow_down"); return; }
    providers.remember(visit);
    const { serve } = await providers.of(tenant);
    await serve(prepared(portal, { ...visit, tenant }), reply.raw);
  });

  r.page(`${openIdPath}/uebergabe/:uid`, { needs: "visitor" }, async (visit) => {
    const found = await interactionOf(portal, providers, visit);
    if (!found) return expired(portal, visit);
    const able = ableTo(visit, found.asked);
    return able ? consentPage(portal, able, found.program, found.asked) : { redirect: signInHref(visit) };
  });

  r.action(`${openIdPath}/uebergabe/:uid`, { needs: "visitor" }, async (visit) => {
    const found = await interactionOf(portal, providers, visit);
    if (!found) return expired(portal, visit);
    const { provider } = found.town;
    const answered = async (result: Parameters<typeof provider.interactionResult>[2]): Promise<Answer> => ({ redirect: await provider.interactionResult(visit.request.raw, visit.reply.raw, result, { mergeWithLastSubmission: false }) });
    const decision = onlyLanguage(visit) ? "" : visit.field("entscheidung");
    if (decision === "nein") return answered({ error: "access_denied", error_description: "the person did not agree" });
    const able = ableTo(visit, found.asked);
    if (!able) return { redirect: signInHref(visit) };
    const { session } = able;
    const chosen = new Set(visit.fields.get("angabe") ?? []);
    // The language, or Enter in a box: neither agreed nor refused.
    if (decision !== "ja") return consentPage(portal, able, found.program, found.asked, chosen);
    const said = claimsOf(session.person, found.asked.attributes);
    const attributes = found.program.attributes.filter(({ attribute, optional }) => said[attribute] !== undefined && (optional !== true || chosen.has(attribute))).map(({ attribute }) => attribute);
    const grant = new provider.Grant({ accountId: session.account, clientId: found.program.client });
    grant.addOIDCScope(["openid", ...attributes].join(" "));
    const refusedOnes = found.asked.attributes.filter((attribute) => !attributes.includes(attribute));
    if (refusedOnes.length > 0) grant.rejectOIDCScope(refusedOnes.join(" "));
    Object.assign(grant, { expiresIn: portal.handover.seconds(session) });
    const id = await grant.save();
    if (!await portal.handover.handOver({ tenant: visit.tenant!.id, client: found.program.client, session, attributes, grant: id })) return expired(portal, visit);
    return answered({ login: { accountId: session.account, acr: wordOf(session.level), remember: false, ts: Math.floor(session.startedAt.getTime() / 1000) }, consent: { grantId: id } });
  });
}

/** The library sees the public address, whatever stood in front of the portal, and for a new request no session of an earlier one. */
function prepared(portal: HandoverPages, visit: TownVisit): Visit["request"]["raw"] {
  const { raw } = visit.request;
  const { protocol, host } = new URL(portal.addresses.originOf(visit.tenant));
  const [, query] = [visit.path, visit.query.toString()];
  Object.assign(raw, { originalUrl: visit.path + (query === "" ? "" : `?${query}`), url: visit.path.slice(openIdPath.length) + (query === "" ? "" : `?${query}`) });
  raw.headers["x-forwarded-proto"] = protocol.replace(":", "");
  raw.headers["x-forwarded-host"] = host;
  raw.headers.host = host;
  if (visit.path === `${openIdPath}/auth`) raw.headers.cookie = (raw.headers.cookie ?? "").split(";").filter((part) => !part.trim().startsWith("openid-")).join(";");
  return raw;
}

/** The request that this very browser has begun; undefined: another browser's, over, or of a program that may not (any more). */
async function interactionOf(portal: HandoverPages, providers: Providers, visit: Visit) {
  const { tenant } = visit;
  if (!tenant) return undefined;
  const town = await providers.of(tenant);
  const interaction = await town.provider.interactionDetails(visit.request.raw, visit.reply.raw).catch((error: unknown) => {
    if (error instanceof Error && error.name === "SessionNotFound") return undefined;
    throw error;
  });
  const client = interaction?.params["client_id"];
  if (!interaction || interaction.uid !== visit.params["uid"] || typeof client !== "string") return undefined;
  const program = await portal.extensions.handoverProgram({ tenant: tenant.id, client });
  return program && { town, program, asked: askedOf(program, interaction.params) };
}

/** Somebody with an account, at the level and with the attributes that are asked for. */
function ableTo(visit: SessionVisit, asked: Asked): AccountVisit | undefined {
  const { session } = visit;
  const { account } = session;
  if (account === undefined || !session.signedIn || session.level < asked.level || !bundidNames(asked).every((name) => session.requested.includes(name))) return undefined;
  return { ...visit, session: { ...session, account } };
}

/** Names of the attributes at BundID. */
export function bundidNames(asked: Asked): string[] {
  return [...new Set(asked.attributes.flatMap((attribute) => sourcesOf[attribute]).map((source) => attributeOf[source]))];
}

function signInHref(visit: Visit): string {
  const uid = visit.params["uid"] ?? "";
  return visit.href(`/anmelden?uebergabe=${uid}&ziel=${encodeURIComponent(`${openIdPath}/uebergabe/${uid}`)}`);
}

function expired(portal: HandoverPages, visit: Visit): Answer {
  const words = say(visit.lang);
  return { status: 400, page: portal.layout(visit, { title: words.expired, main: html`<h1 class="kern-heading-x-large">${words.expired}</h1><p class="kern-body">${words.expiredText}</p><p>${linkButton({ text: words.home, href: visit.href("/"), kind: "secondary" })}</p>`, components: [] }) };
}

/** What a sign-in on the way to an extension has to bring; undefined where the request is over. */
export async function handoverNeeds(portal: Pick<HandoverPages, "handover" | "extensions">, tenant: string, uid: string): Promise<(Asked & { readonly names: readonly string[]; readonly title: string }) | undefined> {
  if (!/^[\w-]{20,60}$/.test(uid)) return undefined;
  const params = (await portal.handover.artifacts.find({ tenant, model: "Interaction", id: uid }))?.["params"] as Readonly<Record<string, unknown>> | undefined;
  const client = params?.["client_id"];
  const program = typeof client === "string" ? await portal.extensions.handoverProgram({ tenant, client }) : undefined;
  if (!program || !params) return undefined;
  const asked = askedOf(program, params);
  return { ...asked, names: bundidNames(asked), title: program.name.de };
}
