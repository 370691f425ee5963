import type { Answer, TimeField } from "../../definition.ts";
import { dayInWords, isDay, isTime } from "../../calendar.ts";
import type { Language } from "../../text.ts";
import { asText, empty, faulty, type FieldFactory, type Parsed, valued } from "../field-behaviour.ts";
import { readDate, shownDate, typedDate } from "../date/date-behaviour.ts";
import { enterMessage, problem, wrongType } from "../messages.ts";

/** `HH:MM` for `8`, `8:30`, `8.30`, `0830`, with or without `Uhr`; undefined when it is no time of day. */
function readTime(typed: string): string | undefined {
  const match = /^(\d{1,2})(?:[:.]?(\d{2}))?(?: ?Uhr)?$/i.exec(typed);
  if (match === null) return undefined;
  const time = `${(match[1] ?? "").padStart(2, "0")}:${match[2] ?? "00"}`;
  return isTime(time) ? time : undefined;
}

/** `time`: answer `HH:MM`. `datetime`: answer `YYYY-MM-DDTHH:MM`, German legal time, without offset. */
export const timeBehaviour: FieldFactory<TimeField> = (field) => {
  const { label } = field;
  const withDate = field.type === "datetime";
  const suffix = withDate ? "time" : "";
  const at = withDate ? suffix : undefined;
  const wrong = problem("wrong-format", label, (l) => `Geben Sie bei ${l} die Uhrzeit ein, zum Beispiel 8:30.`, (l) => `Enter the time for ${l}, for example 8:30.`, at);
  const missingTime = problem("incomplete", label, (l) => `Ergänzen Sie bei ${l} die Uhrzeit.`, (l) => `${l} must include a time.`, at);

  const parseDateTime = (date: Parsed, typed: string): Parsed => {
    if (date.kind === "empty" && typed === "") return empty;
    if (date.kind === "problem") return date;
    if (date.kind === "empty") return faulty(problem("incomplete", label, (l) => `Ergänzen Sie bei ${l} den Tag.`, (l) => `${l} must include a day.`, "day"));
    if (typed === "") return faulty(missingTime);
    const time = readTime(typed);
    return time === undefined ? faulty(wrong) : valued(`${asText(date.value)}T${time}`);
  };

  const isValue = (value: string): boolean => {
    if (!withDate) return isTime(value);
    const [day = "", time = "", ...rest] = value.split("T");
    return isDay(day) && isTime(time) && rest.length === 0;
  };

  const inWords = (value: Answer, lang: Language): string => {
    const [first = "", second] = asText(value).split("T");
    const time = second ?? first;
    const words = lang === "en" ? time : `${time} Uhr`;
    return second === undefined ? words : `${dayInWords(first, lang === "en" ? "en" : "de")}, ${words}`;
  };

  return {
    inputs: withDate ? ["day", "month", "year", "time"] : [""],
    missing: enterMessage(label),
    parse(submitted) {
      const typed = (submitted(suffix)[0] ?? "").slice(0, 40).trim();
      if (withDate) return parseDateTime(readDate(typedDate(submitted), label, false), typed);
      if (typed === "") return empty;
      const time = readTime(typed);
      return time === undefined ? faulty(wrong) : valued(time);
    },
    check: (value) => (typeof value === "string" && isValue(value) ? undefined : wrongType(label)),
    shown(value) {
      if (!withDate) return { "": [asText(value)] };
      const [day = "", time = ""] = asText(value).split("T");
      return { ...shownDate(day), time: [time] };
    },
    summary: inWords,
    document: inWords,
    exported: (value) => asText(value),
    schema: () => (withDate
      ? { type: "string", pattern: "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}(:\\d{2})?$" }
      : { type: "string", pattern: "^\\d{2}:\\d{2}(:\\d{2})?$" }),
  };
};
