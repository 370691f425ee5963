import { html } from "@kommunalportal/html";
import type { Developer, StartedAccount } from "#modules/developers";
import { errorSummary } from "#ui/error-summary";
import { linkButton } from "#ui/button";
import { notice } from "#ui/notice";
import { section } from "#ui/section";
import type { LanguageForm } from "#ui/page-options";
import { languageForm, onlyLanguage, type Answer, type Visit } from "../frame/index.ts";
import { accountForm, codeControl, fieldIdOf, lineControl } from "./account-visit.ts";
import { word, type AccountWord } from "./account-messages.ts";
import { codeBlock, developerPage, inlineCode } from "./developer-pages.ts";
import type { SandboxPortal } from "./sandbox-surface.ts";

export const home = "/entwicklung/sandbox";
export interface Fault { readonly field?: string; readonly message: string; readonly value?: string }

/** Of the form on each page whose words a change of the language takes along. What proves something is never written back into a page. */
export const keptFormId = "konto-formular";

/** A page of these, with what was wrong at its top; never in a cache. */
export function accountPage(portal: SandboxPortal, visit: Visit, options: { readonly title: string; readonly body: Parameters<typeof html>[1]; readonly fault?: Fault | undefined; readonly below?: boolean; readonly languageForm?: LanguageForm }): Answer {
  const { fault } = options;
  const summary = fault && errorSummary(visit.lang, [{ message: fault.message, ...(fault.field === undefined ? {} : { fieldId: fieldIdOf(fault.field) }) }]);
  return developerPage(portal, visit, {
    title: options.title, body: options.body, private: true, ...(summary ? { above: summary, status: 422 } : {}),
    ...(options.languageForm === undefined ? {} : { languageForm: options.languageForm }),
    ...(options.below === true ? { under: [{ text: word(visit.lang, "title"), href: visit.href(home) }] } : {}),
  });
}

/** For who is not signed in: begin, or come back. */
export function entrancePage(portal: SandboxPortal, visit: Visit, fault?: Fault): Answer {
  const say = (key: AccountWord): string => word(visit.lang, key);
  const at = (field: string): { readonly error?: string; readonly value?: string } => (fault?.field === field ? { error: fault.message, ...(fault.value === undefined ? {} : { value: fault.value }) } : field === "name" && onlyLanguage(visit) ? { value: visit.field("name").slice(0, 200) } : {});
  return accountPage(portal, visit, {
    title: say("title"), fault, languageForm: languageForm(visit, keptFormId, `${home}/konto`),
    body: html`<p class="portal-lead">${say("lead")}</p>
${section({ title: say("begin"), body: accountForm(visit, { id: keptFormId, action: `${home}/konto`, body: lineControl(visit, { name: "name", label: say("name"), hint: say("nameHint"), autocomplete: "organization", ...at("name") }), submit: { text: say("beginButton") } }) })}
${section({ title: say("back"), body: accountForm(visit, { action: `${home}/anmeldung`, body: lineControl(visit, { name: "schluessel", label: say("key"), hint: say("keyHint"), ...at("schluessel") }), submit: { text: say("signIn"), kind: "secondary" } }) })}`,
  });
}

/** Lines to copy into a shell or a `.env`. */
export function environment(portal: SandboxPortal, given: { readonly town: string; readonly client: string; readonly secret: string; readonly key?: string }): string {
  return [...(given.key === undefined ? [] : [`ACCOUNT_KEY=${given.key}`]), `PORTAL_URL=${portal.addresses.apex}`, `TENANT=${given.town}`, `CLIENT_ID=${given.client}`, `CLIENT_SECRET=${given.secret}`].join("\n");
}

/** The only page that shows key and secret. */
export function readyPage(portal: SandboxPortal, visit: Visit, made: Extract<StartedAccount, { ok: true }>): Answer {
  const say = (key: AccountWord): string => word(visit.lang, key);
  return accountPage(portal, visit, {
    title: say("ready"), below: true,
    body: html`${notice(visit.lang, { kind: "warning", title: say("once") })}
${section({ title: say("environment"), body: codeBlock(say("environment"), environment(portal, { town: made.town.slug, client: made.client, secret: made.secret, key: made.key })) })}
${section({ title: say("accountKey"), body: codeBlock(say("accountKey"), made.key) })}
<p>${linkButton({ text: say("goOn"), href: visit.href(home) })}</p>`,
  });
}

/** What an account has: programs and test towns. */
export async function dashboard(portal: SandboxPortal, visit: Visit, developer: Developer, fault?: Fault): Promise<Answer> {
  const say = (key: AccountWord): string => word(visit.lang, key);
  const [programs, towns, backends] = await Promise.all([portal.developers.programs(developer.account), portal.developers.towns(developer.account), portal.developers.backends(developer.account)]);
  const link = (href: string, text: string) => html`<a class="kern-link" href="${href}">${text}</a>`;
  return accountPage(portal, visit, {
    title: say("title"), fault, languageForm: languageForm(visit, keptFormId, `${home}/programme`),
    body: html`<p class="portal-lead">${developer.name}</p>
${section({ title: say("programs"), body: html`<ul class="kern-list">${programs.map(({ id, manifest }) => html`<li>${link(visit.href(`${home}/programme/${id}`), manifest.name[visit.lang] ?? manifest.name.de)} <code>${id}</code></li>`)}</ul>` })}
${section({ title: say("towns"), body: html`<ul class="kern-list">${towns.map((town) => html`<li>${link(portal.addresses.originOf(town), `${town.name}: ${say("open")}`)} <code>TENANT=${town.slug}</code></li>`)}</ul>
${accountForm(visit, { action: `${home}/teststaedte`, developer, submit: { text: say("newTown"), kind: "secondary" } })}` })}
${section({ title: say("tryTitle"), body: html`<h3>${say("people")}</h3><p>${inlineCode(say("peopleText"))}</p><h3>${say("payments")}</h3><p>${say("paymentsText")}</p>${backends && html`<h3>${say("backend")}</h3><p>${inlineCode(say("backendText"))}</p>${[...backends].map(([slug, connected]) => (connected ? html`<p><code>${slug}</code>: ${say("backendOn")}</p>` : accountForm(visit, { action: `${home}/fachverfahren`, developer, fields: { stadt: slug }, submit: { text: say("connect"), kind: "secondary", hidden: slug } })))}`}${portal.outsideWorld !== undefined && html`<p>${link(portal.outsideWorld, say("outside"))}</p>`}` })}
${section({ title: say("newProgram"), body: accountForm(visit, { id: keptFormId, action: `${home}/programme`, developer, body: codeControl(visit, { name: "manifest", label: say("manifest"), hint: say("manifestHint"), ...(fault?.field === "manifest" ? { error: fault.message, value: fault.value ?? "" } : onlyLanguage(visit) ? { value: visit.field("manifest") } : {}) }), submit: { text: say("addProgram"), kind: "secondary" } }) })}
${accountForm(visit, { action: `${home}/abmeldung`, developer, submit: { text: say("signOut"), kind: "tertiary" } })}`,
  });
}
