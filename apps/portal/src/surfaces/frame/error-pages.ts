import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { attr, html, type Html } from "@kommunalportal/html";
import { isUnavailable } from "#platform/database";
import { FormTooLarge, Problem, type FormFields } from "#platform/http";
import type { Log } from "#platform/log";
import { button, linkButton } from "#ui/button";
import { embeddedHref, embeddedPolicy, isEmbedded } from "./embedding.ts";
import type { Layout } from "./layout.ts";
import { inLanguage, langOf, type Lang } from "./language.ts";
import { isMultipart, LostForm, readBefore, typedFields } from "./lost-form.ts";
import type { Addresses } from "./site.ts";
import type { Visit } from "./visit.ts";

export interface ErrorPages {
  notFound(visit: Visit): Promise<void>;
  /** Sets what answers when something goes wrong anywhere. */
  register(app: FastifyInstance): void;
}

interface Words { readonly title: string; readonly text: string; readonly answers?: string; /** Instead of the text where the page still holds what was typed. */ readonly kept?: string }

/** What happened, what became of the answers, what to do now. Never a code alone, never an internal detail. */
const words: Readonly<Record<string, Readonly<Record<Lang, Words>>>> = {
  "not-found": {
    de: { title: "Diese Seite gibt es nicht", text: "Vielleicht ist die Adresse unvollständig, oder der Inhalt ist umgezogen. Über die Suche finden Sie alle Leistungen." },
    en: { title: "This page does not exist", text: "The address may be incomplete, or the content has moved. The search finds every service." },
  },
  "unknown-host": {
    de: { title: "Dieses Portal gibt es nicht", text: "Unter dieser Adresse ist keine Stadt oder Gemeinde zu finden. Auf dem Leitportal können Sie Ihren Ort wählen." },
    en: { title: "This portal does not exist", text: "There is no municipality at this address. You can choose your place on the main portal." },
  },
  forbidden: {
    de: { title: "Das dürfen Sie hier nicht sehen", text: "Ihre Anmeldung reicht für diese Seite nicht aus. Wenn das nicht stimmt, wenden Sie sich an die Person, die Ihre Rechte verwaltet." },
    en: { title: "You may not see this", text: "Your sign-in does not give access to this page. If that is wrong, contact the person who manages your rights." },
  },
  "form-expired": {
    de: { title: "Das Formular war zu lange offen", text: "Aus Sicherheitsgründen gilt ein Formular nur für Ihre laufende Sitzung. Gehen Sie zurück, laden Sie die Seite neu und senden Sie noch einmal.", kept: "Aus Sicherheitsgründen gilt ein Formular nur für die Sitzung, in der es geöffnet wurde.", answers: "Es wurde nichts abgeschickt. Was vorher gespeichert war, ist noch da." },
    en: { title: "The form was open for too long", text: "For your security a form is valid for the current session only. Go back, reload the page and send it again.", kept: "For your security a form is valid only for the session in which it was opened.", answers: "Nothing was sent. What had been saved before is still there." },
  },
  "foreign-origin": {
    de: { title: "Diese Anfrage kam nicht von unserer Seite", text: "Zum Schutz vor Missbrauch nehmen wir Formulare nur von unseren eigenen Seiten an. Öffnen Sie das Formular bitte direkt im Portal.", answers: "Es wurde nichts geändert." },
    en: { title: "This request did not come from our page", text: "To prevent misuse we accept forms from our own pages only. Open the form in the portal.", answers: "Nothing was changed." },
  },
  "frame-without-cookie": {
    de: { title: "Ihr Browser merkt sich hier nichts", text: "Dieses Formular steht in der Seite eines anderen Anbieters, und Ihr Browser erlaubt ihm dort nicht, Ihre Angaben aufzubewahren. Öffnen Sie das Formular in einem eigenen Fenster. Dort können Sie es ausfüllen.", answers: "Es wurde noch nichts gespeichert." },
    en: { title: "Your browser keeps nothing here", text: "This form stands in the page of another provider, and your browser does not allow it to keep your answers there. Open the form in a window of its own. You can fill it in there.", answers: "Nothing has been stored yet." },
  },
  "signed-out": {
    de: { title: "Ihre Anmeldung ist beendet", text: "Aus Sicherheitsgründen endet die Anmeldung nach einiger Zeit. Melden Sie sich noch einmal an.", kept: "Aus Sicherheitsgründen endet die Anmeldung nach einiger Zeit. Melden Sie sich in einem neuen Fenster an, und kommen Sie dann auf diese Seite zurück.", answers: "Ihre letzte Eingabe wurde nicht übernommen. Was vorher gespeichert war, ist noch da." },
    en: { title: "You have been signed out", text: "For your security a sign-in ends after some time. Sign in again.", kept: "For your security a sign-in ends after some time. Sign in in a new window, and then come back to this page.", answers: "Your last input was not stored. What had been saved before is still there." },
  },
  "form-too-large": {
    de: { title: "Das war zu viel auf einmal", text: "Eine Datei, ein Text oder die Zahl der Dateien ist größer als erlaubt. Verkleinern Sie die Datei, zum Beispiel als Foto mit geringerer Auflösung, kürzen Sie den Text, oder senden Sie weniger Dateien auf einmal.", answers: "Ihre letzte Eingabe wurde nicht übernommen. Was vorher gespeichert war, ist noch da. Mit »Zurück« im Browser kommen Sie wieder zum Formular." },
    en: { title: "That was too much at once", text: "A file, a text or the number of files is larger than allowed. Make the file smaller, for example a photo with a lower resolution, shorten the text, or send fewer files at once.", answers: "Your last input was not stored. What had been saved before is still there. “Back” in your browser leads to the form." },
  },
  "form-unreadable": {
    de: { title: "Ihre Eingabe kam nicht vollständig an", text: "Wahrscheinlich wurde die Verbindung beim Senden unterbrochen. Prüfen Sie Ihre Verbindung, und senden Sie noch einmal. Bei einer großen Datei hilft oft ein anderes Netz.", answers: "Ihre letzte Eingabe wurde nicht übernommen. Was vorher gespeichert war, ist noch da. Mit »Zurück« im Browser kommen Sie wieder zum Formular." },
    en: { title: "Your input did not arrive completely", text: "The connection was probably interrupted while sending. Check your connection, and send again. For a large file another network often helps.", answers: "Your last input was not stored. What had been saved before is still there. “Back” in your browser leads to the form." },
  },
  "too-many": {
    de: { title: "Zu viele Anfragen", text: "Von diesem Anschluss kamen in kurzer Zeit sehr viele Anfragen. Warten Sie eine Minute und versuchen Sie es noch einmal.", answers: "Ihre letzte Eingabe wurde nicht übernommen." },
    en: { title: "Too many requests", text: "Many requests came from this connection in a short time. Wait a minute and try again.", answers: "Your last input was not stored." },
  },
  unavailable: {
    de: { title: "Das Portal kann gerade nichts speichern", text: "Es liegt nicht an Ihnen. Wir arbeiten daran. Versuchen Sie es in einigen Minuten noch einmal: Gehen Sie dazu im Browser einen Schritt zurück, Ihre Angaben stehen dann noch im Formular.", kept: "Es liegt nicht an Ihnen. Wir arbeiten daran. Lassen Sie diese Seite offen, und versuchen Sie es in einigen Minuten noch einmal.", answers: "Ihre letzte Eingabe wurde nicht angenommen. Ein Antrag, den Sie gerade abschicken wollten, ist nicht eingegangen. Was vorher gespeichert war, ist nicht verloren." },
    en: { title: "The portal cannot store anything at the moment", text: "It is not your fault. We are working on it. Try again in a few minutes: go one step back in your browser, your answers are still in the form.", kept: "It is not your fault. We are working on it. Leave this page open, and try again in a few minutes.", answers: "Your last input was not accepted. An application you were about to send has not been received. What had been saved before is not lost." },
  },
  fault: {
    de: { title: "Es ist ein Fehler aufgetreten", text: "Es liegt nicht an Ihnen. Der Fehler wurde festgehalten. Versuchen Sie es noch einmal; wenn es wieder geschieht, rufen Sie uns an und nennen Sie die Fehlernummer.", answers: "Ihre letzte Eingabe wurde nicht übernommen. Was vorher gespeichert war, ist noch da." },
    en: { title: "An error has occurred", text: "It is not your fault. The error was recorded. Try again; if it happens again, call us and name the error number.", answers: "Your last input was not stored. What had been saved before is still there." },
  },
};

export function createErrorPages(parts: { readonly layout: () => Layout; readonly addresses: Addresses; readonly policy: string; readonly log: Log }): ErrorPages {
  async function show(visit: Visit, status: number, key: string, extra: { readonly reference?: string; readonly text?: string; readonly kept?: FormFields; readonly csrf?: string } = {}): Promise<void> {
    const said = words[key]![visit.lang];
    const changing = visit.request.method === "POST";
    const again = extra.kept && sendAgain(visit, extra.kept, extra.csrf);
    const kept = keptWords[visit.lang];
    const answers = again ? `${kept.text} ${isMultipart(visit.request) ? kept.withFiles : key === "signed-out" ? kept.afterSignIn : kept.now}` : said.answers;
    const body = html`<h1 class="kern-heading-x-large">${said.title}</h1><p class="kern-body">${extra.text ?? (again ? said.kept ?? said.text : said.text)}</p>${answers !== undefined && changing && html`<p class="kern-body"><strong>${visit.lang === "de" ? "Ihre Angaben: " : "Your answers: "}</strong>${answers}</p>`}${again}${reference(visit.lang, extra.reference)}<p>${onward(visit, key)}</p>`;
    void visit.reply.header("cache-control", "private, no-store").header("content-security-policy", visit.embedded ? embeddedPolicy(parts.policy, visit) : parts.policy);
    await visit.reply.status(status).type("text/html; charset=utf-8").send(parts.layout()(visit, { title: said.title, main: body }));
  }

  return {
    notFound: (visit) => show(visit, 404, "not-found"),
    register(app) {
      app.setNotFoundHandler(async (request, reply) => {
        if (isForSoftware(request)) { await sendProblem(reply, 404, "not-found", "Unbekannte Adresse"); return; }
        const visit = bareVisit(request, reply, parts.addresses);
        await show(visit, visit.tenant || parts.addresses.siteOf(request.host) ? 404 : 421, parts.addresses.siteOf(request.host) ? "not-found" : "unknown-host");
      });
      app.setErrorHandler(async (error: FastifyError, request, reply) => {
        const { status, key, text } = verdict(error);
        if (key === "fault" || key === "unavailable") parts.log.error({ err: error, req: request.id, route: request.routeOptions.url ?? "none" }, key);
        if (isForSoftware(request)) { await sendProblem(reply, status, key, words[key]![langOf(request.raw)].title, request.id); return; }
        if (status === 503) void reply.header("retry-after", "120");
        const visit = bareVisit(request, reply, parts.addresses);
        await show(visit, status, key, { ...(key === "fault" || key === "unavailable" ? { reference: request.id } : {}), ...(text ? { text: text[visit.lang] } : {}), ...keptOf(error, request, key) });
      });
    },
  };
}

/** Where to go on: the start page; out of a frame that can keep nothing, the same address in a tab of its own. */
function onward({ lang, href, request }: Visit, key: string): Html {
  if (key === "signed-out") return linkButton({ text: { de: "In einem neuen Fenster anmelden", en: "Sign in in a new window" }[lang], href: request.url.startsWith("/mitarbeit") || request.url.startsWith("/betrieb") ? "/mitarbeit/anmeldung" : href("/anmelden"), kind: "secondary", newTab: true });
  if (key !== "frame-without-cookie") return linkButton({ text: { de: "Zur Startseite", en: "To the start page" }[lang], href: href("/"), kind: "secondary" });
  return linkButton({ text: { de: "In einem eigenen Fenster öffnen", en: "Open in a window of its own" }[lang], href: inLanguage(request.url, lang), newTab: true });
}

function verdict(error: FastifyError | Problem): { readonly status: number; readonly key: string; readonly text?: { readonly de: string; readonly en: string } } {
  if (error instanceof Problem) {
    const key = error.code in words ? error.code : error.status === 404 ? "not-found" : error.status === 403 ? "forbidden" : error.status === 429 ? "too-many" : error.status === 413 || error.status === 415 ? "form-too-large" : error.status === 401 ? "signed-out" : "fault";
    return { status: error.status, key, ...(error.publicText ? { text: error.publicText } : {}) };
  }
  if (error instanceof FormTooLarge) return { status: 413, key: "form-too-large" };
  if (isUnavailable(error)) return { status: 503, key: "unavailable" };
  const status = error.statusCode ?? 500;
  // Fastify's own words for a body that is too long, of a type nobody reads, or cut off.
  if (status === 413) return { status, key: "form-too-large" };
  if (status >= 400 && status < 500) return { status, key: status === 404 ? "not-found" : "form-unreadable" };
  return { status: 500, key: "fault" };
}

interface KeptWords { readonly text: string; readonly now: string; readonly afterSignIn: string; readonly withFiles: string; readonly button: string; readonly buttonFiles: string }
const keptWords: Readonly<Record<Lang, KeptWords>> = {
  de: {
    text: "Was Sie eingegeben haben, steckt noch in dieser Seite.", now: "Senden Sie es mit dem Knopf noch einmal.", afterSignIn: "Senden Sie es nach der Anmeldung mit dem Knopf noch einmal.",
    withFiles: "Senden Sie es mit dem Knopf noch einmal, und wählen Sie Dateien, die fehlen, danach neu aus.", button: "Noch einmal senden", buttonFiles: "Eingaben ohne Dateien senden",
  },
  en: {
    text: "What you entered is still held in this page.", now: "Send it again with the button.", afterSignIn: "After signing in, send it again with the button.",
    withFiles: "Send it again with the button, and choose files that are missing again afterwards.", button: "Send again", buttonFiles: "Send the input without files",
  },
};

/** What of the request can be held for sending it once more, and with which token. */
function keptOf(error: unknown, request: FastifyRequest, key: string): { readonly kept?: FormFields; readonly csrf?: string } {
  if (error instanceof LostForm) return { kept: error.fields, ...(error.csrf === undefined ? {} : { csrf: error.csrf }) };
  const before = readBefore(error);
  if (before) return { kept: before };
  return request.method === "POST" && (key === "unavailable" || key === "fault" || key === "too-many") ? { kept: typedFields(request) } : {};
}

/** The same post once more with what could be read, so that nothing has to be typed twice. Without the token of the form it would not be taken. */
function sendAgain({ request, lang }: Visit, fields: FormFields, csrf?: string): Html | false {
  if (fields.get("_csrf")?.[0] === undefined || fields.size < 2) return false;
  return html`<form method="post" action="${inLanguage(request.url, lang)}" ${attr("enctype", isMultipart(request) ? "multipart/form-data" : undefined)} class="portal-form" data-once>${[...fields].flatMap(([name, values]) => values.map((value) => html`<input type="hidden" name="${name}" value="${name === "_csrf" ? csrf ?? value : value}">`))}<p>${button({ text: isMultipart(request) ? keptWords[lang].buttonFiles : keptWords[lang].button })}</p></form>`;
}

function reference(lang: Lang, id: string | undefined): Html | false {
  return id !== undefined && html`<p class="kern-body">${lang === "de" ? "Fehlernummer" : "Error number"}: <code>${id}</code></p>`;
}

function isForSoftware(request: FastifyRequest): boolean {
  return request.url.startsWith("/api/") || request.url.startsWith("/oauth/");
}

async function sendProblem(reply: FastifyReply, status: number, code: string, title: string, instance?: string): Promise<void> {
  await reply.status(status).header("cache-control", "no-store").type("application/problem+json").send(JSON.stringify({ type: `/entwicklung/fehler/${code}`, title, status, code, ...(instance ? { instance } : {}) }));
}

/** Enough of a visit to show a page when something failed before one was made; it never asks the database. */
function bareVisit(request: FastifyRequest, reply: FastifyReply, addresses: Addresses): Visit {
  const site = addresses.siteOf(request.host) ?? { kind: "state" as const };
  const lang = langOf(request.raw);
  const embedded = isEmbedded(request.raw);
  return {
    request, reply, lang, site, tenant: site.kind === "town" ? site.tenant : undefined, path: "/", query: new URLSearchParams(), params: {}, embedded, session: undefined, staff: undefined,
    fields: new Map(), href: (path, other) => (embedded ? embeddedHref : inLanguage)(path, other ?? lang), field: () => "",
  };
}
