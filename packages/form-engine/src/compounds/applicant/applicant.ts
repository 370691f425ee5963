import { z } from "zod";
import { optional } from "../../definition-schema.ts";
import type { ApplicantRole, Field, Logic, Option, Text } from "../../definition.ts";
import type { CompoundModule } from "../compound-module.ts";
import { compoundBase } from "../compound-schema.ts";

const roleNames: { readonly [R in ApplicantRole]: Text } = {
  self: { de: "Für mich selbst", en: "For myself", easy: "Für mich" },
  child: { de: "Für mein Kind", en: "For my child", easy: "Für mein Kind" },
  representative: { de: "Für eine andere Person, die ich vertrete", en: "For another person whom I represent", easy: "Für einen anderen Menschen" },
  organisation: { de: "Für ein Unternehmen, einen Verein oder eine andere Organisation", en: "For a company, an association or another organisation", easy: "Für eine Firma oder einen Verein" },
};
const order: readonly ApplicantRole[] = ["self", "child", "representative", "organisation"];

const bases: readonly Option[] = [
  { value: "vollmacht", label: { de: "Vollmacht", en: "Power of attorney", easy: "Ich habe eine Voll-Macht" } },
  { value: "betreuung", label: { de: "Rechtliche Betreuung", en: "Legal guardianship", easy: "Ich bin Betreuer oder Betreuerin" } },
  { value: "gesetzlich", label: { de: "Andere gesetzliche Vertretung", en: "Other legal representation", easy: "Ein anderer Grund" } },
];

const roleSchema = z.enum(["self", "child", "representative", "organisation"]);

/**
 * For whom somebody applies, and by what right. What is said of an organisation or of a power of attorney is that person's own word until a
 * company sign-in or a document proves it: the lines that an office reads say so.
 */
export const applicant: CompoundModule<"applicant"> = {
  schema: z.strictObject({ ...compoundBase, type: z.literal("applicant"), roles: optional(z.array(roleSchema).min(2)) }),
  parts({ roles = order }, pathOf) {
    const only = (...among: readonly ApplicantRole[]): { readonly when: Logic } => ({ when: { in: [{ var: pathOf("role") }, among] } });
    const line = (id: string, role: ApplicantRole, label: Text, more: { readonly hint?: Text; readonly most?: number } = {}): Field =>
      ({ kind: "field", id, type: "text", label, ...(more.hint === undefined ? {} : { hint: more.hint }), maxLength: more.most ?? 120, ...only(role) });
    const all: readonly (readonly [ApplicantRole, readonly Field[]])[] = [
      ["child", [
        line("childGivenName", "child", { de: "Vornamen des Kindes", en: "Child’s given names", easy: "Wie heißt das Kind? Vorname" }),
        line("childSurname", "child", { de: "Familienname des Kindes", en: "Child’s surname", easy: "Wie heißt das Kind? Nachname" }),
        { kind: "field", id: "childBirthdate", type: "date", label: { de: "Geburtsdatum des Kindes", en: "Child’s date of birth", easy: "Wann ist das Kind geboren?" }, max: "today", ...only("child") },
      ]],
      ["representative", [
        line("personGivenName", "representative", { de: "Vornamen der vertretenen Person", en: "Given names of the person represented", easy: "Wie heißt der andere Mensch? Vorname" }),
        line("personSurname", "representative", { de: "Familienname der vertretenen Person", en: "Surname of the person represented", easy: "Wie heißt der andere Mensch? Nachname" }),
        { kind: "field", id: "basis", type: "choice", label: { de: "Warum dürfen Sie die Person vertreten?", en: "Why may you represent the person?", easy: "Warum dürfen Sie das?" }, outputLabel: { de: "Vertretung durch", en: "Represented by" }, options: bases, ...only("representative") },
      ]],
      ["organisation", [
        line("organisationName", "organisation", { de: "Name der Organisation", en: "Name of the organisation", easy: "Wie heißt die Firma oder der Verein?" }, { most: 200 }),
        line("legalForm", "organisation", { de: "Rechtsform", en: "Legal form" }, { hint: { de: "Zum Beispiel GmbH, Verein, Einzelunternehmen", en: "For example GmbH, association, sole trader" }, most: 100 }),
        line("position", "organisation", { de: "Ihre Aufgabe dort", en: "Your position there", easy: "Was machen Sie dort?" }, { hint: { de: "Zum Beispiel Geschäftsführerin, Vorstand, Mitarbeiter mit Vollmacht", en: "For example managing director, board member, employee with power of attorney" } }),
      ]],
    ];
    return [
      { kind: "field", id: "role", type: "choice", label: { de: "Für wen stellen Sie den Antrag?", en: "For whom do you apply?", easy: "Für wen ist der Antrag?" }, outputLabel: { de: "Antrag für", en: "Application for" }, options: order.filter((role) => roles.includes(role)).map((value) => ({ value, label: roleNames[value] })) },
      ...all.flatMap(([role, fields]) => (roles.includes(role) ? fields : [])),
      ...(roles.includes("representative") || roles.includes("organisation") ? [{
        kind: "field", id: "entitled", type: "declaration", ...only("representative", "organisation"),
        label: { de: "Ich darf für die genannte Person oder Organisation handeln.", en: "I am entitled to act for the person or organisation named.", easy: "Ich darf das für den Menschen oder die Firma machen." },
        outputLabel: { de: "Berechtigt zu handeln (eigene Angabe, nicht geprüft)", en: "Entitled to act (own statement, not verified)" },
      } satisfies Field] : []),
    ];
  },
  reads: [],
  summary(words, lang) {
    const english = lang === "en";
    const joined = (...parts: readonly string[]) => parts.map(words).filter((part) => part !== "").join(" ");
    const child = joined("childGivenName", "childSurname");
    const born = words("childBirthdate");
    const person = joined("personGivenName", "personSurname");
    const firm = words("organisationName");
    const form = words("legalForm");
    return [
      words("role"),
      child === "" || born === "" ? child : `${child}, ${english ? "born" : "geboren"} ${born}`,
      person === "" || words("basis") === "" ? person : `${person} (${words("basis")})`,
      firm === "" || form === "" ? firm : `${firm}, ${form}`,
      words("position"),
      firm === "" && person === "" ? "" : english ? "As stated by the sender, not verified" : "Nach eigener Angabe, nicht geprüft",
    ].filter((part) => part !== "");
  },
  editor: {
    name: { de: "Für wen der Antrag ist", en: "For whom the application is" },
    use: { de: "Wenn jemand auch für ein Kind, eine vertretene Person oder eine Organisation beantragen darf. Am Anfang des Formulars.", en: "Where somebody may also apply for a child, a represented person or an organisation. At the beginning of the form." },
    start: (id, label) => ({ kind: "compound", id, type: "applicant", label, roles: ["self", "representative"] }),
    properties: { roles: { label: { de: "Für wen beantragt werden darf", en: "For whom one may apply" }, control: "one-of", options: order.map((value) => ({ value, label: roleNames[value] })) } },
  },
};

/** What a person may be told before the start: for whom one may apply. */
export const applicantRoleNames: { readonly [R in ApplicantRole]: Text } = roleNames;
