/**
 * A form as data: what an author writes, what is stored with its version, what an application keeps for ever.
 * Everything a person reads is a {@link Text}; every condition is JSON Logic over the answers.
 */
import type { StepExtension } from "./step-extension.ts";
import type { Logic, PrefillSource, Reason, Text } from "./texts.ts";

export type * from "./answers.ts";
export type * from "./texts.ts";

export interface FieldBase {
  readonly kind: "field";
  /** `^[A-Za-z][A-Za-z0-9_-]{0,63}$`, unique among its siblings; the key in the answers. */
  readonly id: string;
  readonly label: Text;
  readonly hint?: Text;
  /** Required inside its present parent. Default true: an optional field says so on the page. */
  readonly required?: boolean;
  readonly when?: Logic;
  readonly why?: Reason;
  readonly prefill?: PrefillSource;
  /** HTML autocomplete token (WCAG 1.3.5); "off" only for sensitive values without a token. */
  readonly autocomplete?: string;
  /** Shown in summary, PDF and casework instead of `label`. */
  readonly outputLabel?: Text;
  /** Several values of the same field (XDatenfelder 0:*, 2:5). The answer is then an array. */
  readonly repeat?: { readonly min: number; readonly max: number };
  /** Not shown, or shown and not editable (XDatenfelder `hidden`, `locked`); the value comes from `value`. */
  readonly fixed?: "hidden" | "locked";
  readonly value?: string | number | boolean;
}

export interface Option {
  readonly value: string;
  readonly label: Text;
  readonly hint?: Text;
  /** Other codes for the same, by which an account may know it (`DE`, `DEU`): read for prefill only, never an answer. */
  readonly also?: readonly string[];
}

export interface TextField extends FieldBase {
  readonly type: "text" | "longtext";
  readonly minLength?: number;
  /** Characters (code points). Default 255 for text, 4000 for longtext. */
  readonly maxLength?: number;
  /** XSD-style, implicitly anchored. */
  readonly pattern?: string;
  /** Said when the pattern does not match: what to enter, with an example. */
  readonly patternMessage?: Text;
  /** "latin" allows DIN 91379 type C only (default); "upper" also folds to upper case (number plates). */
  readonly characters?: "latin" | "upper";
  readonly width?: "short" | "medium" | "full";
  readonly inputmode?: "text" | "numeric";
}
export interface NumberField extends FieldBase {
  readonly type: "integer" | "number" | "amount";
  /** For `amount` in integer cents; the answer is integer cents too. */
  readonly min?: number;
  readonly max?: number;
  readonly unit?: Text;
}
export interface DateField extends FieldBase {
  /** Answer `YYYY-MM-DD`. `partial-date`: `YYYY`, `YYYY-MM` or `YYYY-MM-DD` (partly known birth dates). */
  readonly type: "date" | "partial-date";
  /** `YYYY-MM-DD` or "today". */
  readonly min?: string;
  readonly max?: string;
}
export interface TimeField extends FieldBase { readonly type: "time" | "datetime" }
export interface ChoiceField extends FieldBase {
  /** Answer: the value (choice) or an array of values (choices). */
  readonly type: "choice" | "choices";
  readonly options: readonly Option[];
  /** Stands in the list before anything was chosen; only where one answer is right for nearly everybody. For `choice`. */
  readonly preset?: string;
  readonly minSelected?: number;
  readonly maxSelected?: number;
}
export interface SimpleField extends FieldBase {
  /** yesno → boolean; declaration → true only; email, phone, iban → normalised string. */
  readonly type: "yesno" | "declaration" | "email" | "phone" | "iban";
}
export interface UploadField extends FieldBase {
  readonly type: "upload";
  /** Media types that are accepted, checked by content. Default application/pdf, image/jpeg, image/png. */
  readonly accept?: readonly string[];
  /** Bytes. Default 10 MiB. */
  readonly maxSize?: number;
  /** Default 1. The answer is an array of {@link UploadedFile}. */
  readonly maxFiles?: number;
  /** Nobody uploads here: the evidence of this kind comes from a register, after consent and preview (§ 5 EGovG). `^[a-z][a-z0-9-]{0,59}$` */
  readonly fetched?: string;
}
export interface PlaceField extends FieldBase {
  /** A place in words (street and house number, or a description), with coordinates where a map gave them. Answer {@link PlaceAnswer}. */
  readonly type: "place";
}
export interface AreaField extends FieldBase {
  /** An area in words, with its size and with corners where somebody walked or drew them. Answer {@link AreaAnswer}. */
  readonly type: "area";
}
export interface AppointmentField extends FieldBase {
  /** One of the slots the town's appointment system offers, or a wished day where there is none. Answer {@link AppointmentAnswer}. */
  readonly type: "appointment";
}
export interface ComputedField extends FieldBase {
  /** Never entered: what `compute` gives for the answers, always computed anew. `amount` in integer cents. */
  readonly type: "computed";
  readonly as: "integer" | "number" | "amount";
  readonly compute: Logic;
  readonly unit?: Text;
}
export interface InfoField extends FieldBase { readonly type: "info"; readonly text: Text }

export type Field = TextField | NumberField | DateField | TimeField | ChoiceField | SimpleField | UploadField | PlaceField | AreaField | AppointmentField | ComputedField | InfoField;
export type FieldType = Field["type"];

export interface Group {
  readonly kind: "group";
  readonly id: string;
  readonly title: Text;
  readonly hint?: Text;
  readonly when?: Logic;
  /** false: a question »Angaben machen?« precedes it (XDatenfelder 0:1). Default true. */
  readonly required?: boolean;
  /** Several entries (array in the answers). */
  readonly repeat?: {
    readonly min: number; readonly max: number; readonly addLabel: Text; readonly itemTitle: Text;
    /** In a summary the answer of this child names the entry, instead of its number. */
    readonly titleFrom?: string;
    /** In a summary each entry is one line: the answer of one child names it, that of the other is its value. For facts whose names are data, too. */
    readonly line?: { readonly label: string; readonly value: string };
  };
  /** Exactly one child is chosen (Auswahlgruppe). */
  readonly oneOf?: boolean;
  /** The children are the parts of something people know as one thing. */
  readonly as?: Composition;
  readonly nodes: readonly Node[];
}

/**
 * Fields of a group that together are an address, a person …: they stand in its lines and read as it does in a summary. Nothing else hangs on it:
 * ids, checks, conditions and data stay those of the children, so a form made of a foreign schema keeps them.
 */
export interface Composition {
  readonly type: CompositionType;
  /** Path from the group to a field → which part it is. Several may be the same part where only one of them is asked. A path that leads nowhere has no effect. */
  readonly parts: { readonly [path: string]: string };
}

interface CompoundBase {
  readonly kind: "compound";
  readonly id: string;
  readonly label: Text;
  readonly hint?: Text;
  /** false: a question »Angaben machen?« precedes it. Default true. */
  readonly required?: boolean;
  readonly when?: Logic;
  readonly why?: Reason;
  readonly outputLabel?: Text;
  readonly repeat?: NonNullable<Group["repeat"]>;
  /** About the person who fills in: the browser may offer what it knows (`autocomplete`), the account may fill it. */
  readonly own?: boolean;
}
export interface AddressCompound extends CompoundBase {
  /** Sub-answers: street, houseNumber, supplement, postalCode, city; with `abroad` also country (ISO 3166-1 alpha-2), addressLine, postcode. */
  readonly type: "address";
  readonly abroad?: boolean;
  /** The portal asks its street directory, where it has one; an unknown street is asked about once and never refused. */
  readonly checkStreet?: boolean;
}
export type PersonPart = "personalTitle" | "givenName" | "surname" | "birthName" | "birthdate" | "placeOfBirth" | "nationality" | "email" | "phone";
export interface PersonCompound extends CompoundBase {
  readonly type: "person";
  /** Default givenName, surname. In the order of the list above, whatever the order here. */
  readonly ask?: readonly PersonPart[];
}
export type OrganisationPart = "name" | "legalForm" | "registerCourt" | "registerNumber" | "representative" | "email" | "phone";
export interface OrganisationCompound extends CompoundBase {
  readonly type: "organisation";
  /** Default name, legalForm. */
  readonly ask?: readonly OrganisationPart[];
}
export type ContactPart = "phone" | "email" | "fax" | "web";
export interface ContactCompound extends CompoundBase {
  readonly type: "contact";
  /** Default phone, email; none of them has to be answered. */
  readonly ask?: readonly ContactPart[];
}
export interface BankCompound extends CompoundBase {
  /** Sub-answers: holder, iban; with `abroad` also bic (asked for an IBAN outside the EEA only). */
  readonly type: "bank";
  readonly abroad?: boolean;
}
export interface PeriodCompound extends CompoundBase {
  /** Sub-answers: from, until. That one is not after the other is a rule of the form. */
  readonly type: "period";
  /** Without an end so far. */
  readonly open?: boolean;
}
export type ApplicantRole = "self" | "child" | "representative" | "organisation";
export interface ApplicantCompound extends CompoundBase {
  /** Sub-answers: role, and by it childGivenName, childSurname, childBirthdate; personGivenName, personSurname, basis; organisationName, legalForm, position; entitled. */
  readonly type: "applicant";
  /** For whom one may apply, at least two; all unless told. */
  readonly roles?: readonly ApplicantRole[];
}
export interface EvidenceCompound extends CompoundBase {
  /** Sub-answers: way (where there are several), and by it files, fetched, declared. */
  readonly type: "evidence";
  /** By this name a register knows the evidence; without it nothing is fetched. */
  readonly register?: string;
  /** What somebody declares instead of proving it, where the law is content with that. */
  readonly declare?: Text;
  readonly maxFiles?: number;
}
/** A field whose answer has sub-answers, each with its own label, error and `autocomplete`. When compiled it is a group of fields. */
export type Compound = AddressCompound | PersonCompound | OrganisationCompound | ContactCompound | BankCompound | PeriodCompound | ApplicantCompound | EvidenceCompound;
export type CompoundType = Compound["type"];
export type CompositionType = Exclude<CompoundType, "applicant" | "evidence">;

export type Node = Field | Compound | Group;

/** A form's nodes as the compiler works with them: compounds are groups that remember what they were. */
export interface ExpandedGroup extends Omit<Group, "nodes"> {
  readonly nodes: readonly ExpandedNode[];
  readonly compound?: Compound;
}
export type ExpandedNode = Field | ExpandedGroup;
export interface ExpandedStep extends Omit<Step, "nodes"> { readonly nodes: readonly ExpandedNode[] }

export interface Step {
  readonly id: string;
  readonly title: Text;
  readonly intro?: Text;
  readonly when?: Logic;
  /** A program of somebody else that may help with this step, where the town lets it. */
  readonly extension?: StepExtension;
  /** Id of the {@link FormPerson} who fills it in; unless told whoever begins. */
  readonly person?: string;
  readonly nodes: readonly Node[];
}

/**
 * Somebody else who fills in steps of an application, after an invitation. What each fills in is hidden from the others; the office reads all of
 * it. So no condition, rule or computed value of a step may read steps of another.
 */
export interface FormPerson {
  readonly id: string;
  /** Who that is: »Zweite sorgeberechtigte Person«. */
  readonly title: Text;
  /** When they have to take part, by the answers of whoever begins. Without it always. */
  readonly when?: Logic;
  /** Whoever begins reads these answers and files once the application is sent; before that nobody but the person does. Default false: never. */
  readonly shown?: boolean;
}

/** A check over several fields. `holds` must be true; otherwise `message` stands at the field `at`. */
export interface Rule {
  readonly id: string;
  readonly step: string;
  readonly at: string;
  readonly holds: Logic;
  readonly message: Text;
}

/** What one office gets: only the listed paths, `halter` or deeper, `hunde.rasse` (data minimisation). Without parts the competent office gets everything. */
export interface Part {
  readonly id: string;
  /** Role name the town maps to an office, for example "steueramt". */
  readonly office: string;
  readonly title: Text;
  readonly when?: Logic;
  readonly paths: readonly string[];
  /** Path of a repeated group → condition on `item`: only the entries for which it holds go to the office. */
  readonly entriesWhen?: { readonly [path: string]: Logic };
}

export interface FormDefinition {
  readonly id: string;
  /** major.minor.patch */
  readonly version: string;
  readonly title: Text;
  readonly steps: readonly Step[];
  readonly rules?: readonly Rule[];
  readonly parts?: readonly Part[];
  readonly people?: readonly FormPerson[];
  /** Where the form came from, for example `S05000001299 1.0.0`. */
  readonly source?: string;
}
