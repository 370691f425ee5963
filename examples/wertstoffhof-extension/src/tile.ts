import { pageHeaders } from "@kommunalportal/extension-sdk";

const yards = [{ name: "Wertstoffhof Nord", opens: 8, closes: 18 }, { name: "Wertstoffhof Süd", opens: 9, closes: 16 }] as const;
const words = {
  de: { title: "Wertstoffhöfe: wo ist es gerade leer?", quiet: "wenig Betrieb", busy: "viel Betrieb", closed: "geschlossen", yard: "Wertstoffhof", now: "Jetzt" },
  en: { title: "Recycling centres: where is it quiet now?", quiet: "quiet", busy: "busy", closed: "closed", yard: "Recycling centre", now: "Now" },
} as const;

/** German legal time: hour and day of the week, 0 is Sunday. */
function legalTime(at: Date): { readonly hour: number; readonly day: number } {
  const parts = new Intl.DateTimeFormat("en-GB", { timeZone: "Europe/Berlin", hour: "2-digit", weekday: "short", hourCycle: "h23" }).formatToParts(at);
  const part = (type: string): string => parts.find((one) => one.type === type)?.value ?? "";
  return { hour: Number(part("hour")), day: ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"].indexOf(part("weekday")) };
}

/** By the usual run of a day, as this invented operator counts it; a real one asks its gates. */
export function stateOf(yard: (typeof yards)[number], at: Date): "quiet" | "busy" | "closed" {
  const { hour, day } = legalTime(at);
  if (day === 0 || hour < yard.opens || hour >= yard.closes) return "closed";
  return day === 6 || hour >= 15 ? "busy" : "quiet";
}

/** The tile: the same for everybody, so everybody may keep it for a minute. It sets no cookie and asks nothing. */
export function tile({ language, at, framedBy }: { readonly language: "de" | "en"; readonly at: Date; readonly framedBy: readonly string[] }): Response {
  const say = words[language];
  const rows = yards.map((yard) => `<tr><th scope="row">${yard.name}</th><td>${say[stateOf(yard, at)]}</td></tr>`).join("");
  return new Response(`<!doctype html>\n<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${say.title}</title><link rel="stylesheet" href="/stil.css"></head><body><main aria-labelledby="titel"><h1 id="titel">${say.title}</h1><table><thead><tr><th scope="col">${say.yard}</th><th scope="col">${say.now}</th></tr></thead><tbody>${rows}</tbody></table></main></body></html>\n`, { headers: pageHeaders({ framedBy, publicFor: 60 }) });
}
