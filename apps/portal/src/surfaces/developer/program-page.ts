import { html, type Html } from "@kommunalportal/html";
import type { Developer } from "#modules/developers";
import type { Client } from "#modules/extensions";
import { formatDateTime } from "#ui/format";
import { notice } from "#ui/notice";
import { section } from "#ui/section";
import { table } from "#ui/table";
import { languageForm, onlyLanguage, type Answer, type Visit } from "../frame/index.ts";
import { accountPage, home, keptFormId, type Fault } from "./account-pages.ts";
import { word, type AccountWord } from "./account-messages.ts";
import type { SandboxPortal } from "./sandbox-surface.ts";
import { accountForm, codeControl } from "./account-visit.ts";
import { codeBlock } from "./developer-pages.ts";

export interface ProgramView { readonly portal: SandboxPortal; readonly visit: Visit; readonly developer: Developer; readonly client: Client }
type Say = (key: AccountWord) => string;

/** One program: proofs, what it may do in one's test towns, what it asked and what it was sent. `shown` is a secret that stands here once. */
export async function programPage(view: ProgramView, more: { readonly fault?: Fault; readonly shown?: string; readonly note?: AccountWord } = {}): Promise<Answer> {
  const { portal, visit, developer, client } = view;
  const say: Say = (key) => word(visit.lang, key);
  const own = { account: developer.account, client: client.id };
  const [secrets, keys, traffic] = await Promise.all([portal.developers.secrets(own), portal.developers.keys(own), portal.developers.traffic(own)]);
  const at = `${home}/programme/${client.id}`;
  return accountPage(portal, visit, {
    title: client.manifest.name[visit.lang] ?? client.manifest.name.de, below: true, fault: more.fault, languageForm: languageForm(visit, keptFormId, `${at}/manifest`),
    body: html`${more.note !== undefined && notice(visit.lang, { kind: "success", title: say(more.note), live: true })}${more.shown !== undefined && html`${notice(visit.lang, { kind: "warning", title: say("once") })}${codeBlock(say("secretShown"), more.shown)}`}
<p><code>CLIENT_ID=${client.id}</code></p>
<p><strong>${say("catalogue")}:</strong> ${say(client.publishedAt === undefined ? "unpublished" : "published")}</p>
${(traffic ?? []).map((one) => townSection(view, say, at, one))}
${section({ title: say("secrets"), body: html`${proofTable(view, say, { caption: say("secrets"), rows: secrets ?? [], action: `${at}/geheimnisse/ende`, field: "geheimnis" })}${accountForm(visit, { action: `${at}/geheimnisse`, developer, submit: { text: say("addSecret"), kind: "secondary" } })}` })}
${section({ title: say("keys"), body: html`<p>${say("keysText")}</p>${proofTable(view, say, { caption: say("keys"), rows: keys ?? [], action: `${at}/schluessel/ende`, field: "schluessel" })}${accountForm(visit, { action: `${at}/schluessel`, developer, body: codeControl(visit, { name: "jwk", label: say("jwk"), rows: 5, ...(more.fault?.field === "jwk" ? { error: more.fault.message } : {}) }), submit: { text: say("addKey"), kind: "secondary" } })}` })}
${section({ title: say("manifest"), body: accountForm(visit, { id: keptFormId, action: `${at}/manifest`, developer, body: codeControl(visit, { name: "manifest", label: say("manifest"), rows: 20, value: more.fault?.field === "manifest" ? more.fault.value ?? "" : onlyLanguage(visit) ? visit.field("manifest") : JSON.stringify(client.manifest, undefined, 2), ...(more.fault?.field === "manifest" ? { error: more.fault.message } : {}) }), submit: { text: say("changeManifest"), kind: "secondary" } }) })}`,
  });
}

interface Proof { readonly id: string; readonly createdAt: Date; readonly expiresAt: Date | undefined; readonly revokedAt: Date | undefined }

function proofTable({ portal, visit, developer }: ProgramView, say: Say, given: { readonly caption: string; readonly rows: readonly Proof[]; readonly action: string; readonly field: string }): Html {
  const now = portal.clock.now();
  return table(visit.lang, {
    caption: given.caption, captionHidden: true, columns: [{ title: say("id") }, { title: say("created") }, { title: say("state") }, { title: say("action"), hidden: true }],
    rows: given.rows.map(({ id, createdAt, expiresAt, revokedAt }) => {
      const live = revokedAt === undefined && (expiresAt === undefined || expiresAt > now);
      return [html`<code>${id}</code>`, formatDateTime(createdAt, visit.lang), say(live ? "inForce" : "ended"), live ? accountForm(visit, { action: given.action, developer, fields: { [given.field]: id }, submit: { text: say("end"), kind: "secondary", small: true, hidden: id } }) : ""];
    }),
  });
}

type Traffic = NonNullable<Awaited<ReturnType<SandboxPortal["developers"]["traffic"]>>>[number];

function townSection({ visit, developer, client }: ProgramView, say: Say, at: string, { town, permission, requests, webhooks }: Traffic): Html {
  const { lang } = visit;
  const all = permission !== undefined && client.manifest.scopes.every(({ scope }) => permission.scopes.includes(scope));
  const act = (path: string, text: string): Html => accountForm(visit, { action: `${at}/${path}`, developer, fields: { stadt: town.slug }, submit: { text, kind: "secondary", hidden: town.name } });
  return section({
    title: `${say("town")} ${town.slug}`,
    body: html`<h3>${say("permission")}</h3><p>${say(all ? "permitted" : permission ? "partly" : "notPermitted")}</p>${!all && act("erlaubnis", say("permit"))}${permission && act("widerruf", say("revoke"))}
<h3>${say("requests")}</h3>${table(lang, {
      caption: `${say("requests")} (${town.slug})`, captionHidden: true, dense: true, columns: [{ title: say("time") }, { title: say("operation") }, { title: say("status"), numeric: true }, { title: say("problem") }, { title: say("duration"), numeric: true }],
      rows: requests.slice(0, 30).map((one) => [formatDateTime(one.at, lang), html`<a class="kern-link" href="${visit.href(`/entwicklung/schnittstelle/${one.operation}`)}">${one.operation}</a>`, String(one.status), one.code === undefined ? "–" : html`<a class="kern-link" href="${visit.href(`/entwicklung/fehler/${one.code}`)}">${one.code}</a>`, String(one.milliseconds)]),
    })}
<h3>${say("webhooks")}</h3>${webhooks.length === 0 ? html`<p>${say("noWebhooks")}</p>` : webhooks.map(({ webhook, deliveries }) => html`<h4><code>${webhook.url}</code></h4>${deliveries.length === 0 ? html`<p>${say("nothingSent")}</p>` : table(lang, {
      caption: webhook.url, captionHidden: true, dense: true, columns: [{ title: say("message") }, { title: say("state") }, { title: say("attempts") }, { title: say("action"), hidden: true }],
      rows: deliveries.map((delivery) => [html`<code>${delivery.type}</code>`, delivery.state, html`<ul class="kern-list">${delivery.tries.map((one) => html`<li>${formatDateTime(one.at, lang)}: ${one.status ?? one.fault ?? ""}</li>`)}</ul>`,
        accountForm(visit, { action: `${at}/nochmal`, developer, fields: { stadt: town.slug, nachricht: delivery.id }, submit: { text: say("again"), kind: "secondary", small: true, hidden: delivery.id } })]),
    })}`)}`,
  });
}
