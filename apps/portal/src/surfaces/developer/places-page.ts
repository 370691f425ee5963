import { html } from "@kommunalportal/html";
import { placeTexts } from "#modules/extensions";
import { section } from "#ui/section";
import { table } from "#ui/table";
import type { Answer, Lang, Visit } from "../frame/index.ts";
import { codeBlock, developerPage, inlineCode, type DeveloperPortal } from "./developer-pages.ts";
import { say } from "./messages.ts";

interface Part { readonly title: string; readonly text: readonly string[]; readonly code?: string }

/** Lines of the templates and examples as they stand there; a test holds them to it. */
const codes = {
  exchange: [
    'const launch = from && await exchangeLaunch(from, { start: opened.start, place: "case-tab" });',
    'if (!launch?.case) return page("Bitte neu öffnen", "Öffnen Sie diesen Reiter aus dem Vorgang.", 403);',
  ].join("\n"),
  town: [
    "const towns = createTowns([portal]);",
    "const opened = openedFrom(request.url);",
    "const from = await towns.from(opened);",
  ].join("\n"),
  step: '"extension": { "client": "terminwahl-beispiel", "page": "termin", "sends": ["anliegen"], "fills": ["termin.wann"] },',
  result: [
    'await portal.call("provideStepResult", { body: { result: ticket.result, ...(chosen ? { outcome: "done", fields: { [field]: value } } : { outcome: "declined" }) } });',
    "return new Response(null, { status: 303, headers: { ...pageHeaders(), location: ticket.returnTo } });",
  ].join("\n"),
  widget: "{ headers: pageHeaders({ framedBy: portalAndTowns(settings.portal), publicFor: 60 }) });",
  manifest: '{ "id": "abgleich", "place": "case-tab", "title": { "de": "Aktenabgleich", "en": "File check" }, "url": "http://127.0.0.1:8097/abgleich" }',
};
export const placeCodes: readonly string[] = Object.values(codes);

/** What the page says, part by part; the search reads it too. */
export const placeParts: Readonly<Record<Lang, readonly Part[]>> = {
  de: [
    { title: "Seiten nennen", text: ["Ihr Manifest zählt die Seiten unter `pages` auf. Sie laufen auf Ihrem Rechner, mit https und unter einem eigenen Rechnernamen. Die Kommune entscheidet für jede, ob sie erscheint, und kann das jederzeit zurücknehmen."], code: codes.manifest },
    { title: "Aus welcher Kommune?", text: ["Ein Programm kann für viele Kommunen arbeiten. Jede Adresse, zu der ein Portal führt, nennt die Kommune: `iss` ist der Aussteller ihres OpenID-Anbieters (`https://<kommune>/openid`), wie bei einer Anmeldung, die jemand anderes beginnt (OpenID Connect Core 1.0, Abschnitt 4); `ort` ist ihr Kürzel. Von der Person steht nichts darin.", "Eine Adresse kann sich jeder ausdenken. `iss` wählt deshalb nur unter den Kommunen, die Ihr Programm schon kennt; für jede andere lösen Sie nichts ein und beginnen keine Anmeldung. `createTowns` nimmt Ihnen das ab."], code: codes.town },
    { title: "Startcode einlösen", text: ["Das Portal hängt `start` an die Adresse: einen Code, der nichts sagt, fünf Minuten gilt und einmal wirkt. Nur Ihr Server kann ihn einlösen, mit dem eigenen Token. Ohne gültigen Code zeigen Sie eine Seite, die sagt, wie man hinkommt.", "Im Rahmen des Portals gibt es keine Cookies. Was Ihre Seite sich merken muss, reist verschlossen in einem versteckten Feld: `createTickets`."], code: codes.exchange },
    { title: "Schritt in einem Formular", text: ["Das Formular nennt für einen Schritt Ihr Programm, die Felder, die Sie bekommen, und die, die Sie füllen dürfen. Die Person sieht vorher, was übergeben wird, und kann die Felder immer auch selbst ausfüllen."], code: codes.step },
    { title: "Werte zurückgeben", text: ["Das Formular prüft jeden Wert wie getippt. Danach leiten Sie die Person auf `returnTo`; erst dort, in ihrer Sitzung, wird übernommen. Bei einer Prüfung (`form-check`) fragt das Portal selbst: `POST` mit `{\"start\": …}`, Antwort binnen vier Sekunden."], code: codes.result },
    { title: "Kachel", text: ["Für alle gleich, ohne Skripte, ohne Cookies. Die Adresse enthält `iss`, `ort` und `sprache` und sonst nichts."], code: codes.widget },
  ],
  en: [
    { title: "Name your pages", text: ["Your manifest lists the pages as `pages`. They run on your host, with https and under a host name of their own. The municipality decides for each whether it appears and may take it back at any time."], code: codes.manifest },
    { title: "From which municipality?", text: ["One program may work for many municipalities. Every address that a portal leads to names it: `iss` is the issuer of its OpenID provider (`https://<municipality>/openid`), as in a login that a third party begins (OpenID Connect Core 1.0, section 4); `ort` is its short name. Nothing of the person stands there.", "An address can be made by anybody. So `iss` only chooses among the municipalities that your program knows already; for every other one you exchange nothing and begin no sign-in. `createTowns` does that for you."], code: codes.town },
    { title: "Exchange the launch code", text: ["The portal adds `start` to the address: a code that says nothing, holds for five minutes and works once. Only your server can exchange it, with its own token. Without a valid code you show a page that says how to get there.", "In the portal’s frame there are no cookies. What your page has to remember travels sealed in a hidden field: `createTickets`."], code: codes.exchange },
    { title: "A step of a form", text: ["The form names for a step your program, the fields that you get and those that you may fill. The person sees beforehand what is handed over, and may always fill in the fields without you."], code: codes.step },
    { title: "Give values back", text: ["The form checks each value as if it had been typed. Then redirect the person to `returnTo`; only there, in their session, the values are taken. For a check (`form-check`) the portal itself asks: `POST` with `{\"start\": …}`, to be answered within four seconds."], code: codes.result },
    { title: "Tile", text: ["The same for everybody, without scripts, without cookies. The address holds `iss`, `ort` and `sprache` and nothing else."], code: codes.widget },
  ],
};

/** `/entwicklung/seiten`: pages of one's own in the portal. */
export function placesPage(portal: DeveloperPortal, visit: Visit): Answer {
  const { lang } = visit;
  const body = html`<p class="portal-lead">${say(lang, "placesText")}</p>
${table(lang, { caption: say(lang, "places"), captionHidden: true, columns: [{ title: say(lang, "where") }, { title: say(lang, "meaning") }], rows: Object.entries(placeTexts).map(([place, text]) => [html`<code>${place}</code>`, text[lang]]) })}
${placeParts[lang].map((part) => section({ title: part.title, body: html`${part.text.map((text) => html`<p>${inlineCode(text)}</p>`)}${part.code !== undefined && codeBlock(part.title, part.code)}` }))}`;
  return developerPage(portal, visit, { title: say(lang, "places"), body });
}
