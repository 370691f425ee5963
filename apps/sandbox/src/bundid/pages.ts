import { attr, html, type Html } from "@kommunalportal/html";
import { type AuthnRequest, bundidAttributes, type BundidLevel, type IssuedAttribute, isBundidAttributeName, attributeNameOf, type TrustLevel } from "@kommunalportal/bundid";
import { page, table } from "../frame/page.ts";
import type { Login } from "./logins.ts";
import type { SignInMethod } from "./methods.ts";
import type { BundidPerson } from "./persons.ts";
import { type BundidSwitch, switchLabels } from "./switches.ts";

export const SITE = "Sandbox – simulierte BundID";

const levelNames: Readonly<Record<BundidLevel, string>> = { 1: "Basisregistrierung (1)", 3: "substanziell (3)", 4: "hoch (4)" };
const trustNames: Readonly<Record<TrustLevel, string>> = { 1: "selbst angegeben", 2: "niedrig", 3: "substanziell", 4: "hoch" };

function show(title: string, body: Html): string {
  return page({ title, site: SITE, body: html`<link rel="stylesheet" href="/bundid/bundid.css">${body}` });
}

export interface ChoiceState {
  readonly method?: string | undefined;
  readonly person?: string | undefined;
  readonly deviation: BundidSwitch;
  /** Field names without a valid choice. */
  readonly problems: readonly ("weg" | "person")[];
}

/** Page 1: how, and as whom. */
export function choicePage(login: Login, methods: readonly SignInMethod[], persons: readonly BundidPerson[], state: ChoiceState): string {
  const wrong = { weg: "Wählen Sie, wie Sie sich anmelden.", person: "Wählen Sie eine Person." } as const;
  const error = (name: "weg" | "person"): Html | false => state.problems.includes(name) && html`<p id="${name}-fehler"><strong>${wrong[name]}</strong></p>`;
  const described = (name: "weg" | "person") => attr("aria-describedby", state.problems.includes(name) ? `${name}-fehler` : false);
  const first = { weg: methods[0]?.id ?? "", person: persons[0]?.id ?? "" };
  return show("Anmelden mit der simulierten BundID", html`
${state.problems.length > 0 && html`<div class="problems" role="alert"><h2>Bitte prüfen Sie Ihre Auswahl</h2>
<ul>${state.problems.map((name) => html`<li><a href="#${name}-${first[name]}">${wrong[name]}</a></li>`)}</ul></div>`}
<p><strong>${login.request.displayName}</strong> bittet Sie, sich anzumelden. Verlangtes Vertrauensniveau: ${levelNames[login.request.level]}.</p>
${methods.length === 0 ? unreachable(login) : html`
<form method="post" action="${loginPath(login)}">
<fieldset ${described("weg")}><legend>Wie möchten Sie sich anmelden?</legend>${error("weg")}
${methods.map((method) => radio("weg", method.id, method.label, `Vertrauensniveau ${levelNames[method.level]}`, state.method))}</fieldset>
<fieldset ${described("person")}><legend>Als welche erfundene Person?</legend>${error("person")}
${persons.map((person) => radio("person", person.id, person.label, person.note, state.person))}</fieldset>
<details ${attr("open", state.deviation !== "none")}><summary>Prüfschalter</summary>
<p>Für Tests: Die Antwort weicht in genau einem Punkt von einer richtigen ab. Ein Portal muss sie ablehnen, wo nichts anderes dabeisteht.</p>
<label class="above" for="pruefschalter">Abweichung</label>
<select id="pruefschalter" name="pruefschalter">${Object.entries(switchLabels).map(([value, label]) => html`<option value="${value}" ${attr("selected", value === state.deviation)}>${label}</option>`)}</select>
</details>
<p><button class="main">Weiter</button></p>
</form>`}
${cancelForm(login)}`);
}

function radio(name: string, value: string, label: string, hint: string, chosen: string | undefined): Html {
  const id = `${name}-${value}`;
  return html`<div class="option"><input type="radio" id="${id}" name="${name}" value="${value}" required ${attr("checked", value === chosen)} aria-describedby="${id}-hinweis">
<div><label for="${id}">${label}</label><small id="${id}-hinweis">${hint}</small></div></div>`;
}

function unreachable(login: Login): Html {
  return html`<p>Keiner der angebotenen Wege kann liefern, was verlangt ist.</p>
<form method="post" action="${loginPath(login)}/abbruch"><p><button class="main" name="grund" value="niveau">Zurück zum Portal</button></p></form>`;
}

/** Page 2: what will be handed over, and to whom. */
export function consentPage(login: Login, choice: NonNullable<Login["choice"]>, attributes: readonly IssuedAttribute[]): string {
  const missing = login.request.attributes.filter(({ urn }) => !attributes.some((sent) => sent.urn === urn));
  const label = (urn: string): string => {
    const name = attributeNameOf(urn);
    return isBundidAttributeName(name) ? bundidAttributes[name].label : urn;
  };
  return show("Diese Daten werden übermittelt", html`
<p>Empfänger: <strong>${login.request.displayName}</strong>. Angemeldet als ${choice.person.label} über: ${choice.method.label}.</p>
${attributes.length === 0 ? html`<p>Von den verlangten Angaben ist keine vorhanden.</p>` : table("Ihre Daten", ["Angabe", "Wert", "Vertrauensniveau"], attributes.map((sent) => [label(sent.urn), sent.value, trustNames[sent.trustLevel]]))}
${missing.length > 0 && html`<h2>Nicht vorhanden</h2><ul>${missing.map(({ urn, required }) => html`<li>${label(urn)}${required && " (Pflichtangabe: die Anmeldung wird scheitern)"}</li>`)}</ul>`}
${choice.deviation !== "none" && html`<p><strong>Prüfschalter:</strong> ${switchLabels[choice.deviation]}</p>`}
<div class="actions">
<form method="post" action="${loginPath(login)}/freigabe"><button class="main">Daten übermitteln</button></form>
<a class="button" href="${loginPath(login)}">Zurück zur Auswahl</a>
</div>
${cancelForm(login)}`);
}

/** The answer on its way to the portal: a form with a button, pressed by a script where there is one. */
export function answerPage(login: Login, samlResponse: string): string {
  return show("Zurück zum Portal", html`
<p>Die Antwort ist bereit. Wenn es nicht von selbst weitergeht, drücken Sie bitte die Schaltfläche.</p>
<form method="post" action="${login.request.acsUrl}" data-answer="ja">
<input type="hidden" name="SAMLResponse" value="${samlResponse}">
${login.relayState !== undefined && html`<input type="hidden" name="RelayState" value="${login.relayState}">`}
<p><button class="main">Weiter zum Portal</button></p>
</form>
<script src="/bundid/submit.js" defer></script>`);
}

export function problemPage(code: string): string {
  return show("Die Anmeldung kann nicht beginnen", html`
<p>Die Anfrage des Portals entspricht nicht den Regeln der BundID.</p>
<dl><dt>Grund</dt><dd><code>${code}</code></dd></dl>
<p>Bitte gehen Sie im Browser zurück oder wenden Sie sich an den Betrieb des Portals.</p>`);
}

export function overPage(): string {
  return show("Diese Anmeldung ist nicht mehr offen", html`<p>Sie ist abgelaufen oder schon beantwortet. Bitte beginnen Sie im Portal von vorn.</p>`);
}

export function downPage(): string {
  return show("Die simulierte BundID ist gestört", html`<p>Bitte versuchen Sie es später noch einmal.</p>`);
}

export function startPage(persons: readonly BundidPerson[], entityId: string): string {
  return show("Hier meldet man sich zum Ausprobieren an", html`
<p>Diese Seite spielt das Nutzerkonto des Bundes nach, mit erfundenen Personen und ohne Passwörter. Beginnen Sie die Anmeldung im Portal.</p>
<dl><dt>Kennung (entityID)</dt><dd><a href="/idp">${entityId}</a></dd></dl>
${table("Die Personen", ["Name", "Besonderheit"], persons.map(({ label, note }) => [label, note]))}`);
}

function cancelForm(login: Login): Html {
  return html`<form method="post" action="${loginPath(login)}/abbruch"><p><button>Abbrechen</button></p></form>`;
}

function loginPath(login: Login): string {
  return `/anmeldung/${login.id}`;
}

/**
 * Where a form of these pages may lead: browsers apply `form-action` to the redirects that follow a form too, so the portal's own host, the towns
 * below it and the way back are named.
 */
export function formTargets({ acsUrl, backUrl }: Pick<AuthnRequest, "acsUrl" | "backUrl">): string[] {
  const acs = new URL(acsUrl);
  return [...new Set([acs.origin, `${acs.protocol}//*.${acs.host}`, ...(backUrl === undefined ? [] : [new URL(backUrl).origin])])];
}
