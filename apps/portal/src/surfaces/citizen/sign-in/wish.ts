import { bundidAttributes, isBundidAttributeName } from "@kommunalportal/bundid";
import type { PublishedService } from "#modules/forms";
import { attributeOf, type SignInWish } from "#modules/accounts";
import type { Visit } from "../../frame/index.ts";

/** Where to come back to: a path of our own, never an address of somebody else. */
export function safePath(given: string | null): string {
  if (given === null || given.length > 500 || !/^\/(?![/\\])[\w\-./?=&%~+:,;@!*()']*$/.test(given)) return "/vorgaenge";
  return given;
}

export interface SignInNeeds { readonly level: 1 | 3 | 4; readonly attributes: readonly string[]; readonly displayName: string; readonly account: boolean }

/** Only what the service needs is asked for (§ 3 OZG, Art. 5 DSGVO): bPK2 and the mailbox handle only where it needs an account. */
export function needsOf(visit: Visit, published: PublishedService | undefined): SignInNeeds {
  const place = visit.tenant?.name ?? "Kommunalportal";
  const service = published?.package.service;
  const wanted = visit.query.get("niveau");
  const account = service === undefined || service.account || visit.query.get("konto") === "1";
  const fromService = service ? service.attributes.map((source) => attributeOf[source]) : ["givenName", "surname"];
  return {
    level: wanted === "4" ? 4 : wanted === "3" ? 3 : service?.trustLevel === "hoch" ? 4 : service?.trustLevel === "substantiell" ? 3 : 1,
    account,
    attributes: [...new Set([...(account ? ["bPK2", "legacyPostkorbHandle"] : []), ...fromService])],
    displayName: `${place} – ${service?.title.de ?? "Meine Vorgänge"}`.slice(0, 50),
  };
}

export interface HandoverNeeds { readonly level: 1 | 3 | 4; readonly names: readonly string[]; readonly title: string }

/** For the way to an extension: what its request asks for, and an account, in which the person keeps sight of it. */
export function handoverWish(visit: Visit, { level, names, title }: HandoverNeeds): SignInNeeds {
  return { level, account: true, attributes: [...new Set(["bPK2", "legacyPostkorbHandle", "givenName", "surname", ...names])], displayName: `${visit.tenant?.name ?? "Kommunalportal"} – ${title}`.slice(0, 50) };
}

export function wishOf(visit: Visit, needs: SignInNeeds, returnPath: string): SignInWish {
  return { host: visit.request.host.toLowerCase(), tenant: visit.tenant?.id, returnPath, lang: visit.lang, level: needs.level, attributes: needs.attributes, displayName: needs.displayName };
}

/** Names of the attributes for the person, in German as BundID calls them. */
export function attributeLabels(names: readonly string[]): string[] {
  return names.filter((name) => name !== "bPK2" && name !== "legacyPostkorbHandle").map((name) => (isBundidAttributeName(name) ? bundidAttributes[name].label : name));
}
