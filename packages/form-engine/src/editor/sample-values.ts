import type { Answer, Field, FieldType, NumberField } from "../definition.ts";
import type { FieldMap } from "../fields/field-behaviour.ts";
import { defaultAccept } from "../fields/upload/upload-behaviour.ts";
import { stringForPattern } from "./string-for-pattern.ts";

type Samples = { readonly [T in FieldType]: (field: FieldMap[T], day: string) => readonly Answer[] };

/** A day so many days before or after another. */
export function dayPlus(day: string, days: number): string {
  const at = new Date(`${day}T00:00:00Z`);
  at.setUTCDate(at.getUTCDate() + days);
  return at.toISOString().slice(0, 10);
}

const byAutocomplete: Readonly<Record<string, string>> = {
  "given-name": "Erika", "family-name": "Beispiel", name: "Erika Beispiel", "postal-code": "12345", "address-level2": "Musterstadt", "street-address": "Beispielweg 1", "address-line1": "Beispielweg 1", organization: "Beispiel GmbH", country: "DE", "country-name": "Deutschland",
};
const byPrefill: Readonly<Record<string, string>> = { givenName: "Erika", surname: "Beispiel", birthName: "Muster", placeOfBirth: "Musterstadt", nationality: "deutsch", street: "Beispielweg", houseNumber: "1", postalCode: "12345", locality: "Musterstadt", country: "Deutschland" };

const words: readonly string[] = ["Beispiel", "12345", "1", "A", "12", "2024", "MU-ST 123", "AB123456", "https://www.beispiel.example", "12,50", "Ein Beispiel mit mehreren Wörtern"];

function texts(field: FieldMap["text"]): readonly string[] {
  const known = byAutocomplete[field.autocomplete ?? ""] ?? byPrefill[field.prefill ?? ""];
  const patterned = field.pattern === undefined ? [] : [0, 1, 2, 3].flatMap((variant) => stringForPattern(field.pattern ?? "", variant) ?? []);
  const long = (field.minLength ?? 0) > 0 ? ["Beispiel".repeat(Math.ceil((field.minLength ?? 0) / 8)).slice(0, field.minLength)] : [];
  const all = [...(known === undefined ? [] : [known]), ...patterned, ...words, ...long];
  return field.characters === "upper" ? all.map((one) => one.toUpperCase()) : all;
}

const numbers = ({ min, max }: NumberField): readonly number[] => [...new Set([...(min === undefined && max === undefined ? [12, 2] : []), min ?? 0, max ?? 100, min === undefined ? 1 : min + 1, 0, 1, 3, 1000])];

const dates = ({ min, max }: FieldMap["date"], day: string): readonly string[] => {
  const bound = (at: string | undefined): readonly string[] => (at === undefined ? [] : at === "today" ? [day] : [at]);
  return [...new Set([...(min === undefined && max === undefined ? [dayPlus(day, -1)] : []), ...bound(max), ...bound(min), "1985-03-12", dayPlus(day, 14), dayPlus(day, 1), dayPlus(day, -400), day])];
};

const file = (type: string, n: number): Answer => ({ id: `beispiel-${n}`, name: `beispiel-${n}.${type.split("/").at(-1) ?? "pdf"}`, size: 20_000, type, sha256: String(n).padStart(64, "0") });

/** Answers that are good for most fields of a type, the likeliest first. Invented; the caller checks which of them a field takes. */
const samples: Samples = {
  text: texts,
  longtext: (field) => ["Das ist ein Beispiel.", ...texts({ ...field, type: "text" })],
  integer: numbers,
  number: numbers,
  amount: (field) => [2500, ...numbers(field)],
  date: dates,
  "partial-date": dates,
  time: () => ["10:00", "23:59"],
  datetime: (_field, day) => [`${dayPlus(day, 1)}T10:00`, `${dayPlus(day, -1)}T10:00`],
  choice: ({ options }) => options.map(({ value }) => value),
  choices: ({ options, minSelected = 1 }) => [options.slice(0, minSelected).map(({ value }) => value), ...options.map(({ value }) => [value]), options.map(({ value }) => value)],
  yesno: () => [true, false],
  declaration: () => [true],
  email: () => ["erika@beispiel.example"],
  phone: () => ["0999 555100"],
  iban: () => ["DE02120300000000202051"],
  upload: ({ accept = defaultAccept }) => [[file(accept[0] ?? "application/pdf", 1)]],
  place: () => [{ words: "Marktplatz 1, vor dem Rathaus" }],
  area: () => [{ words: "Fläche vor dem Haus Marktplatz 1", squareMetres: 12 }],
  appointment: (_field, day) => [{ day: dayPlus(day, 14), time: "any" }],
  computed: () => [],
  info: () => [],
};

function samplesFor<T extends FieldType>(type: T, field: FieldMap[T], day: string): readonly Answer[] {
  return samples[type](field, day);
}

export function sampleValues(field: Field, day: string): readonly Answer[] {
  return samplesFor(field.type, field, day);
}
