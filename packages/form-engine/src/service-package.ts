import { z } from "zod";
import type { CompiledForm } from "./compiled-form.ts";
import { expandCompounds } from "./compounds/expand-compounds.ts";
import { compileForm } from "./compile-form.ts";
import { compileCondition } from "./compile-conditions.ts";
import type { FormDefinition, Logic } from "./definition.ts";
import { fetchedKinds } from "./evidence-offer.ts";
import { indexForm } from "./form-index.ts";
import { letterProblems, letterSchema } from "./letters.ts";
import { compileQuickCheck, type CompiledQuickCheck, quickCheckSchema } from "./quick-check.ts";
import { logicSchema, textSchema } from "./definition-schema.ts";
import { parseDefinition, problemsOf } from "./parse-definition.ts";
import { type DefinitionProblem, FormDefinitionError } from "./problems.ts";

/** BundID attributes a service may ask for, by their names in the account (bPK2 and mailbox handle come with `account`). */
const attributes = [
  "givenName", "surname", "birthName", "birthdate", "placeOfBirth", "nationality", "personalTitle",
  "street", "houseNumber", "postalCode", "locality", "country", "mail", "telephone",
] as const;

const text = textSchema.readonly();
const role = z.string().regex(/^[a-z][a-z0-9-]{0,63}$/);

const feeSchema = z.strictObject({
  /** JSON Logic over the answers → integer cents. */
  cents: logicSchema,
  /** The fee in words, before the start. */
  text,
  /** `before`: paid with the submission. `decision`: set in the decision and paid later. */
  due: z.enum(["before", "decision"]),
  ways: z.array(z.enum(["online", "transfer", "counter"])).min(1).readonly(),
  /** Keys of the booking data that the town's Kasse gives with the payment; their values are settings of the town. */
  bookingData: z.array(z.string().regex(/^[a-zA-Z][a-zA-Z0-9_]{0,39}$/)).max(20).readonly(),
});

export const serviceSchema = z.strictObject({
  /** Also the name of the folder and the last part of the address. */
  slug: z.string().regex(/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/).max(60),
  /** LeiKa key, 14 digits. */
  leika: z.string().regex(/^99\d{12}$/),
  title: text,
  short: text,
  /** Trust level that is needed to submit. */
  trustLevel: z.enum(["none", "basis", "substantiell", "hoch"]),
  /** `never`: no sign-in is offered. `optional`: signing in fills fields. `required`: needed to submit. */
  signIn: z.enum(["never", "optional", "required"]),
  /** Whether the case needs an account of the person (mailbox, later sign-in), and not only a proof of identity. */
  account: z.boolean(),
  attributes: z.array(z.enum(attributes)).readonly(),
  /** What to have at hand, shown before the start. */
  documents: z.array(z.strictObject({ text, required: z.boolean(), condition: z.exactOptional(text) }).readonly()).readonly(),
  minutes: z.int().min(1).max(240),
  /** Absent: free of charge. */
  fee: z.exactOptional(feeSchema.readonly()),
  /** Art. 13 DSGVO; the controller and its data protection officer are the town's. */
  privacy: z.strictObject({ purpose: text, legalBasis: text, recipients: z.array(text).min(1).readonly(), term: text }).readonly(),
  /** How long the office keeps the case after it is closed. */
  retentionMonths: z.int().min(1).max(1200),
  /** Law by which the day of notification is counted: § 41 VwVfG NRW or § 122 AO. */
  legalArea: z.enum(["vwvfg", "ao"]),
  /** Office roles that the town maps to its offices; the first is the competent one. */
  recipients: z.array(role).min(1).readonly(),
  /** Says the sending button, for example »Hund verbindlich anmelden«. */
  submitLabel: text,
  /** An automatic grant that a town may switch on. Never a refusal: every other case goes to a person. */
  automation: z.exactOptional(z.strictObject({
    description: text,
    /** Facts the decision looks at: name → path in the answers. */
    facts: z.record(z.string().regex(/^[a-z][A-Za-z0-9]{0,39}$/), z.string()),
    /** Answers for which an automatic grant is thinkable at all (JSON Logic). */
    eligible: logicSchema,
    /** A town has to name its legal basis before it can switch this on (§ 35a VwVfG, Art. 22 DSGVO). */
    needsLegalBasis: z.literal(true),
  }).readonly()),
  /** Others may apply together with the person who fills in; each of them confirms. `title`: who they are, for example »Weitere sorgeberechtigte Person«. */
  together: z.exactOptional(z.strictObject({ title: text, most: z.int().min(1).max(10), required: z.boolean() }).readonly()),
  /** What the office's letters begin with. */
  letters: z.exactOptional(z.array(letterSchema.readonly()).max(30).readonly()),
  /** Questions before the application. */
  quickCheck: z.exactOptional(quickCheckSchema.readonly()),
});

export type ServiceDescription = z.infer<typeof serviceSchema>;

/** A ready-made online service: what it is, and its form, checked and compiled. */
export interface ServicePackage {
  readonly service: ServiceDescription;
  readonly definition: FormDefinition;
  readonly form: CompiledForm;
  readonly quickCheck?: CompiledQuickCheck;
}

/** The description alone, as JSON of unknown origin. @throws FormDefinitionError */
export function readServiceDescription(json: unknown): ServiceDescription {
  const parsed = serviceSchema.safeParse(json);
  if (!parsed.success) throw new FormDefinitionError(problemsOf(parsed.error, "service"));
  return parsed.data;
}

/**
 * Reads a service package (`service.json`, `form.json`) of unknown origin. Throws {@link FormDefinitionError} with all
 * problems: shape, the form itself, and what does not fit together (fields filled from attributes that are not asked for,
 * offices of parts that are no recipients, a fee or facts that read unknown paths).
 */
export function parseServicePackage(serviceJson: unknown, formJson: unknown): ServicePackage {
  const service = readServiceDescription(serviceJson);
  const definition = parseDefinition(formJson);
  const form = compileForm(definition);
  const problems = fittingProblems(service, form);
  if (problems.length > 0) throw new FormDefinitionError(problems);
  return { service, definition, form, ...(service.quickCheck === undefined ? {} : { quickCheck: compileQuickCheck(service.quickCheck, service.slug) }) };
}

function fittingProblems(service: ServiceDescription, form: CompiledForm): readonly DefinitionProblem[] {
  const problems: DefinitionProblem[] = [];
  const asked = new Set<string>(service.attributes);
  const used = new Set<string>();
  for (const node of form.nodes.values()) {
    if (node.kind !== "field" || node.definition.prefill === undefined) continue;
    used.add(node.definition.prefill);
    if (!asked.has(node.definition.prefill)) problems.push({ path: node.path, problem: `is filled from ${node.definition.prefill}, which the service does not ask for` });
  }
  // By these a register finds the person.
  if (fetchedKinds(form).length > 0) for (const attribute of ["givenName", "surname", "birthdate"]) {
    used.add(attribute);
    if (!asked.has(attribute)) problems.push({ path: "service.attributes", problem: `evidence from a register needs ${attribute}` });
  }
  for (const attribute of asked) if (!used.has(attribute)) problems.push({ path: "service.attributes", problem: `${attribute} is asked for and used by no field` });
  for (const { definition } of form.parts) {
    if (!service.recipients.includes(definition.office)) problems.push({ path: `parts.${definition.id}`, problem: `${definition.office} is not a recipient of the service` });
  }
  if (service.signIn === "never" && service.attributes.length > 0) problems.push({ path: "service.signIn", problem: "without sign-in no attributes can be asked for" });
  if (service.signIn !== "required" && (service.trustLevel !== "none" || service.account)) problems.push({ path: "service.signIn", problem: "a trust level or an account needs sign-in" });
  // The fee is shown and paid by whoever begins, letters go to them; neither may tell what others have said.
  if (form.people.length > 0 && service.fee?.due === "before" && readsOthers(service.fee.cents, form)) problems.push({ path: "service.fee.cents", problem: "reads what somebody else fills in; a fee before the decision is worked out from the answers of whoever begins" });
  return [...problems, ...letterProblems(service.letters ?? [], form), ...logicProblems(service, form)];
}

/** Whether it reads anything that the steps of whoever begins do not hold; that it reads what is there at all is checked elsewhere. */
function readsOthers(logic: Logic, form: CompiledForm): boolean {
  const [everybody, own]: [DefinitionProblem[], DefinitionProblem[]] = [[], []];
  for (const [steps, problems] of [[form.definition.steps, everybody], [form.definition.steps.filter(({ person }) => person === undefined), own]] as const) {
    compileCondition(logic, { path: "service.fee.cents", repeated: undefined }, indexForm(form.definition, expandCompounds(steps), []), problems);
  }
  return own.length > everybody.length;
}

function logicProblems(service: ServiceDescription, form: CompiledForm): readonly DefinitionProblem[] {
  const problems: DefinitionProblem[] = [];
  const index = indexForm(form.definition, expandCompounds(form.definition.steps), problems);
  const check = (path: string, logic: Logic) => compileCondition(logic, { path, repeated: undefined }, index, problems);
  if (service.fee !== undefined) check("service.fee.cents", service.fee.cents);
  if (service.automation === undefined) return problems;
  check("service.automation.eligible", service.automation.eligible);
  for (const [fact, path] of Object.entries(service.automation.facts)) {
    if (!form.nodes.has(path)) problems.push({ path: `service.automation.facts.${fact}`, problem: `there is no field "${path}"` });
  }
  return problems;
}
