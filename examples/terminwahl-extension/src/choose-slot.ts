import { createHash } from "node:crypto";
import { createTickets, escapeHtml, exchangeLaunch, openedFrom, pageHeaders, PortalProblem, type PortalClient, type Store, type Towns } from "@kommunalportal/extension-sdk";
import { freeSlots, takeSlot, type Slot } from "./slots.ts";

interface Visit { readonly result: string; readonly returnTo: string; readonly matter: string; readonly language: "de" | "en" }
interface Parts { readonly portal: PortalClient; readonly towns: Towns; readonly store: Store; readonly ticketSecret: string; readonly now: () => Date }

const words = {
  de: {
    title: "Freien Termin wählen", choose: "Wählen Sie einen Termin", take: "Termin übernehmen", back: "Zurück ohne Termin", none: "Wählen Sie einen der Termine.", gone: "Dieser Termin ist gerade vergeben worden. Bitte wählen Sie einen anderen.",
    empty: "In den nächsten Tagen ist nichts frei.", closed: "Bitte öffnen Sie diese Seite im Portal", closedText: "Gehen Sie in Ihrem Antrag auf »Freien Termin wählen«. Ihre Angaben dort sind gespeichert.", silent: "Das Portal antwortet gerade nicht. Versuchen Sie es in einigen Minuten noch einmal.",
  },
  en: {
    title: "Choose a free appointment", choose: "Choose an appointment", take: "Take this appointment", back: "Back without an appointment", none: "Choose one of the appointments.", gone: "This appointment has just been taken. Please choose another one.",
    empty: "Nothing is free during the next days.", closed: "Please open this page in the portal", closedText: "Choose “Choose a free appointment” in your application. Your answers there are saved.", silent: "The portal does not answer at the moment. Try again in a few minutes.",
  },
} as const;
const matters: Readonly<Record<string, { readonly de: string; readonly en: string }>> = {
  personalausweis: { de: "Personalausweis beantragen", en: "Apply for an identity card" }, reisepass: { de: "Reisepass beantragen", en: "Apply for a passport" }, ummelden: { de: "Wohnsitz ummelden", en: "Register a change of address" },
};

/** The page to which the form leads: it shows free appointments, gives the chosen one to the portal and leads back. */
export function createChoice({ portal, towns, store, ticketSecret, now }: Parts) {
  const tickets = createTickets<Visit>({ secret: ticketSecret });

  async function page(visit: Visit, problem = ""): Promise<Response> {
    const say = words[visit.language];
    const slots = await freeSlots(store, now());
    const matter = matters[visit.matter]?.[visit.language];
    const error = problem === "" ? "" : `<p role="alert" id="fehler"><strong>${escapeHtml(problem)}</strong></p>`;
    const body = `<h1>${say.title}</h1>${matter === undefined ? "" : `<p>${escapeHtml(matter)}</p>`}${error}
<form method="post" action="/termin"><input type="hidden" name="karte" value="${escapeHtml(await tickets.seal(visit))}">
${slots.length === 0 ? `<p>${say.empty}</p>` : `<fieldset${problem === "" ? "" : ' aria-describedby="fehler"'}><legend>${say.choose}</legend>${slots.slice(0, 9).map((slot) => radio(slot, visit.language)).join("")}</fieldset><button type="submit" name="was" value="nehmen">${say.take}</button>`}
<button type="submit" name="was" value="zurueck">${say.back}</button></form>`;
    return answer(visit.language, say.title, body, problem === "" ? 200 : 422, visit.returnTo);
  }

  const closed = (language: "de" | "en" = "de"): Response => answer(language, words[language].closed, `<h1>${words[language].closed}</h1><p>${words[language].closedText}</p>`, 403);

  /** Gives the outcome to the portal and leads back; a portal that is away costs nothing but a second press. */
  async function giveBack(visit: Visit, body: { readonly outcome: "done" | "declined"; readonly fields?: Readonly<Record<string, unknown>> }): Promise<Response> {
    await portal.call("provideStepResult", { body: { result: visit.result, ...body } });
    return new Response(null, { status: 303, headers: { ...pageHeaders(), location: visit.returnTo } });
  }

  async function orRefusal(language: "de" | "en", work: () => Promise<Response>): Promise<Response> {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof PortalProblem)) throw error;
      return error.status < 500 ? closed(language) : answer(language, words[language].title, `<h1>${words[language].title}</h1><p>${words[language].silent}</p>`, 503);
    }
  }

  return {
    offer: (request: Request): Promise<Response> => orRefusal("de", async () => {
      const opened = openedFrom(request.url);
      const from = await towns.from(opened);
      const launch = from && await exchangeLaunch(from, { start: opened.start, place: "form-step" });
      if (launch?.step?.returnTo === undefined) return closed();
      const { result, returnTo, fields } = launch.step;
      return page({ result, returnTo, matter: typeof fields["anliegen"] === "string" ? fields["anliegen"] : "", language: launch.language });
    }),
    async take(request: Request): Promise<Response> {
      const fields = new URLSearchParams((await request.text()).slice(0, 65_536));
      const visit = await tickets.open(fields.get("karte") ?? "");
      if (!visit) return closed();
      return orRefusal(visit.language, async () => {
        if (fields.get("was") === "zurueck") return giveBack(visit, { outcome: "declined" });
        const holder = createHash("sha256").update(visit.result).digest("base64url");
        const slot = (await freeSlots(store, now())).find((one) => one.slot === fields.get("termin"));
        const mine = (await store.read(`taken:${fields.get("termin") ?? ""}`)) === holder;
        if (!slot && !mine) return page(visit, fields.get("termin") === null ? words[visit.language].none : words[visit.language].gone);
        const chosen = slot ?? slotOf(fields.get("termin") ?? "");
        if (!chosen || !await takeSlot(store, chosen.slot, holder)) return page(visit, words[visit.language].gone);
        return giveBack(visit, { outcome: "done", fields: { "termin.wann": chosen } });
      });
    },
  };
}

/** A slot from its own name, for whoever presses twice. */
function slotOf(name: string): Slot | undefined {
  const [, date, hour, minute] = /^buero-(\d{4}-\d{2}-\d{2})-(\d{2})(\d{2})$/.exec(name) ?? [];
  return date === undefined ? undefined : { slot: name, at: `${date}T${hour ?? ""}:${minute ?? ""}` };
}

function radio({ slot, at }: Slot, language: "de" | "en"): string {
  const when = new Intl.DateTimeFormat(language === "de" ? "de-DE" : "en-GB", { weekday: "long", day: "numeric", month: "long", hour: "2-digit", minute: "2-digit", timeZone: "UTC" }).format(new Date(`${at}:00Z`));
  return `<div class="wahl"><input type="radio" id="${escapeHtml(slot)}" name="termin" value="${escapeHtml(slot)}"><label for="${escapeHtml(slot)}">${escapeHtml(when)}</label></div>`;
}

function answer(language: "de" | "en", title: string, body: string, status: number, formsTo?: string): Response {
  return new Response(`<!doctype html>\n<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${title}</title><link rel="stylesheet" href="/stil.css"></head><body><main>${body}</main></body></html>\n`, { status, headers: pageHeaders(formsTo === undefined ? {} : { formsTo: [formsTo] }) });
}
