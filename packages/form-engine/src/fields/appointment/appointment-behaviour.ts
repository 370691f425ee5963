import type { Answer, AppointmentAnswer, AppointmentField } from "../../definition.ts";
import { dayInWords, isDay, isTime } from "../../calendar.ts";
import type { Language } from "../../text.ts";
import { readDate, shownDate, typedDate } from "../date/date-behaviour.ts";
import { asText, empty, faulty, type FieldFactory, valued } from "../field-behaviour.ts";
import { chooseMessage, problem, wrongType } from "../messages.ts";

/** A free appointment that a town's system offers. `at` is `YYYY-MM-DDTHH:MM`, German legal time; `slot` its key there. */
export interface SlotOffer { readonly slot: string; readonly at: string }

const times = ["morning", "afternoon", "any"] as const;
type Time = (typeof times)[number];
const isWhen = (value: string): value is Time => times.some((time) => time === value);
const inWordsDe: Readonly<Record<Time, string>> = { morning: "am Vormittag", afternoon: "am Nachmittag", any: "zu jeder Zeit" };
const inWordsEn: Readonly<Record<Time, string>> = { morning: "in the morning", afternoon: "in the afternoon", any: "at any time" };

/** The value of a slot's radio button: beginning, a blank, key. */
export const slotValue = ({ at, slot }: SlotOffer): string => `${at} ${slot}`;

/** The answer as what it should be; undefined for anything else. */
export function appointmentOf(value: Answer | undefined): AppointmentAnswer | undefined {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  if ("slot" in value && "at" in value && typeof value.slot === "string" && typeof value.at === "string") {
    const [day = "", time = "", ...rest] = value.at.split("T");
    return /^[\w.:-]{1,100}$/.test(value.slot) && isDay(day) && isTime(time) && rest.length === 0 ? { slot: value.slot, at: value.at } : undefined;
  }
  if (!("day" in value) || !("time" in value) || typeof value.day !== "string" || typeof value.time !== "string") return undefined;
  return isDay(value.day) && isWhen(value.time) ? { day: value.day, time: value.time } : undefined;
}

/**
 * One of the slots that the town's appointment system offers, or — where there is none, or none fits — a wished day. Whether an offered
 * slot is still free only that system knows; whoever saves the step asks it. Inputs: `slot` ({@link slotValue}, or `wish`), then day, month, year, `time`.
 */
export const appointmentBehaviour: FieldFactory<AppointmentField> = ({ label }) => {
  const past = problem("too-early", label, (l) => `${l} muss heute oder in der Zukunft liegen.`, (l) => `${l} must be today or in the future.`);
  const noTime = problem("incomplete", label, (l) => `Wählen Sie bei ${l}, wann es Ihnen an diesem Tag passt.`, (l) => `Select for ${l} when on that day suits you.`, "time");
  const gone = problem("unknown-option", label, (l) => `Wählen Sie bei ${l} einen der angebotenen Termine.`, (l) => `Select one of the appointments offered for ${l}.`, "slot");
  const dayOf = (answer: AppointmentAnswer) => ("at" in answer ? answer.at.slice(0, 10) : answer.day);
  const inWords = (value: Answer, lang: Language): string => {
    const answer = appointmentOf(value);
    if (answer === undefined) return "";
    const english = lang === "en";
    const day = dayInWords(dayOf(answer), english ? "en" : "de");
    if ("at" in answer) return english ? `${day}, ${answer.at.slice(11)}` : `${day}, ${answer.at.slice(11)} Uhr`;
    return english ? `Wish: ${day}, ${inWordsEn[answer.time]}` : `Wunsch: ${day}, ${inWordsDe[answer.time]}`;
  };
  return {
    inputs: ["slot", "day", "month", "year", "time"],
    missing: chooseMessage(label),
    parse(submitted) {
      const chosen = submitted("slot")[0] ?? "";
      if (chosen !== "" && chosen !== "wish") {
        const [at = "", slot = "", ...rest] = chosen.split(" ");
        const answer = rest.length === 0 ? appointmentOf({ slot, at }) : undefined;
        return answer === undefined ? faulty(gone) : valued(answer);
      }
      const date = readDate(typedDate(submitted), label, false);
      const time = submitted("time")[0] ?? "";
      if (date.kind !== "value") return date.kind === "empty" && time !== "" ? faulty(problem("incomplete", label, (l) => `Ergänzen Sie bei ${l} den Tag.`, (l) => `${l} must include a day.`, "day")) : date.kind === "empty" ? empty : date;
      return isWhen(time) ? valued({ day: asText(date.value), time }) : faulty(noTime);
    },
    check(value, today) {
      const answer = appointmentOf(value);
      if (answer === undefined) return wrongType(label);
      return dayOf(answer) < today ? { ...past, input: "at" in answer ? "slot" : "day" } : undefined;
    },
    shown(value) {
      const answer = appointmentOf(value);
      if (answer === undefined) return {};
      return "at" in answer ? { slot: [slotValue(answer)] } : { slot: ["wish"], ...shownDate(answer.day), time: [answer.time] };
    },
    summary: inWords,
    document: inWords,
    exported: (value) => ({ ...appointmentOf(value) }),
    schema: () => ({
      oneOf: [
        { type: "object", additionalProperties: false, required: ["slot", "at"], properties: { slot: { type: "string", maxLength: 100 }, at: { type: "string", pattern: "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}$" } } },
        { type: "object", additionalProperties: false, required: ["day", "time"], properties: { day: { type: "string", format: "date" }, time: { enum: [...times] } } },
      ],
    }),
  };
};
