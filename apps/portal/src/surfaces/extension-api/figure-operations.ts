import { z } from "zod";
import { ApiProblem } from "./api-problem.ts";
import { component, means } from "./component.ts";
import { json, operation } from "./operation.ts";
import { day, slug } from "./schemas.ts";

const count = (de: string, en: string) => means(z.int().min(0), de, en);
const figure = component("Figure", z.object({
  service: slug(), submitted: count("Gestellt.", "Submitted."), withdrawn: count("Zurückgenommen.", "Withdrawn."), answered: count("Erste Antwort des Amtes an diesem Tag.", "First word of the office on such a day."), decided: count("Entschieden.", "Decided."),
  answerSeconds: means(z.object({ half: z.int().min(0), most: z.int().min(0) }), "Sekunden bis zur ersten Antwort: die Hälfte und 95 von 100 innerhalb.", "Seconds to the first answer: half and 95 of 100 within.").optional(),
}), { service: "hund-anmelden", submitted: 40, withdrawn: 1, answered: 38, decided: 35, answerSeconds: { half: 3600, most: 86_400 } });
const figureList = component("FigureList", z.object({ items: z.array(figure.schema) }), { items: [figure.example] });

const longestDays = 400;

export const figureOperations = [
  operation({
    id: "listFigures", method: "GET", path: "/figures", tag: "tenant", scope: "kennzahlen.lesen", since: "1.1", stability: "beta", writes: false, exampleQuery: { from: "2026-03-01", until: "2026-03-31" },
    summary: { de: "Kennzahlen abrufen", en: "Get figures" },
    description: { de: "Summen je Leistung über volle Tage nach deutscher Zeit, beide eingeschlossen, höchstens 400. Gezählt wird jede Minute.", en: "Sums per service over whole days in German time, both included, at most 400. Counted every minute." },
    params: z.strictObject({}), query: z.strictObject({ from: means(day(), "Erster Tag.", "First day."), until: means(day(), "Letzter Tag.", "Last day.") }), success: { status: 200, content: figureList }, problems: ["query-invalid"],
    async handle({ bearer, query }, { extensions }) {
      for (const [pointer, text] of Object.entries(query)) if (!isDay(text)) throw new ApiProblem("query-invalid", { errors: [{ pointer, message: "this day does not exist" }] });
      if (query.from > query.until || Date.parse(query.until) - Date.parse(query.from) > longestDays * 86_400_000) throw new ApiProblem("query-invalid", { errors: [{ pointer: "until", message: "from and until are at most 400 days apart, in order" }] });
      return json(await extensions.figures(bearer, query), (items) => ({ items: items.map(({ service, submitted, withdrawn, answered, decided, answer }) => ({
        service, submitted, withdrawn, answered, decided, ...(answer ? { answerSeconds: { half: Math.round(answer.p50), most: Math.round(answer.p95) } } : {}),
      })) }));
    },
  }),
];

function isDay(text: string): boolean {
  const at = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text);
}
