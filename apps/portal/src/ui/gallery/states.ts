import { type Answer, type Answers, compileForm, type Compound, compoundTypes, type CompoundType, type Field, type FieldError, fieldTypes, type FieldType, type NodeView, type Node, parseStep, stepView, summary, type SummaryNode, exportAnswers, type JsonValue, type Text } from "@kommunalportal/form-engine";
import { compoundSpecimens, type Specimen, specimens } from "./specimens.ts";

export const galleryTypes: readonly (FieldType | CompoundType)[] = [...keysOf(fieldTypes), ...keysOf(compoundTypes)];
const day = "2026-11-22";

/** One state of a field: the node as a page shows it, and what became of the answer. */
export interface GalleryState {
  readonly id: StateId;
  readonly node: NodeView;
  readonly errors: readonly FieldError[];
  readonly definition: Node;
  readonly summary: readonly SummaryNode[];
  readonly exported: JsonValue | undefined;
}

const ids = ["empty", "filled", "wrong", "long", "optional", "repeated", "readonly"] as const;
export type StateId = (typeof ids)[number];

const long: Text = {
  de: "Wie heißt das Grundstücksentwässerungsgenehmigungsverfahren, auf das sich Ihre Angabe bezieht, und warum ist sie für diesen Antrag von Bedeutung?",
  en: "What is the name of the procedure to which this answer refers, and why does it matter for this application of yours and for nobody else's?",
};
const why = { text: { de: "Damit wir Sie bei Rückfragen erreichen.", en: "So that we can reach you." }, legalBasis: "§ 3 der Satzung der Stadt Musterstadt" };

function keysOf<K extends string>(record: Readonly<Record<K, unknown>>): readonly K[] {
  return Object.keys(record).filter((key): key is K => key in record);
}

/** All states of a type, each with a field of its own, so that they stand on one page. States that a type does not have are left out. */
export function statesOf(type: FieldType | CompoundType): readonly GalleryState[] {
  const states = type in compoundTypes ? compoundStates(type as CompoundType) : fieldStates(type as FieldType);
  return states.map(({ id, node, answer, wrong }) => stateOf(id, node, answer, wrong));
}

interface Given { readonly id: StateId; readonly node: Node; readonly answer?: Answer; readonly wrong?: Readonly<Record<string, string>> }

function fieldStates(type: FieldType): readonly Given[] {
  const { label, definition, answer, wrong }: Specimen<Field> = specimens[type];
  const field = (id: StateId, more: object = {}): Field => ({ kind: "field", id, label, ...definition, ...more }) as Field;
  const { repeatable, behaviour: _behaviour } = fieldTypes[type];
  const filled = answer === null ? {} : { answer };
  const fixed = typeof answer === "string" || typeof answer === "number" || typeof answer === "boolean" ? answer : undefined;
  const asks = type !== "info" && type !== "computed";
  return [
    ...(type === "computed" ? [{ id: "empty" as const, node: field("empty", { compute: null }) }] : [{ id: "empty" as const, node: field("empty") }]),
    ...(type === "info" ? [] : [{ id: "filled" as const, node: field("filled"), ...filled }]),
    ...(asks ? [{ id: "wrong" as const, node: field("wrong"), wrong }] : []),
    { id: "long", node: field("long", { label: long, ...(type === "info" ? {} : { hint: long, why }) }) },
    ...(asks ? [{ id: "optional" as const, node: field("optional", { required: false }) }] : []),
    ...(repeatable ? [{ id: "repeated" as const, node: field("repeated", { repeat: { min: 1, max: 4 } }), answer: answer === null ? null : [answer, answer] }] : []),
    ...(asks && fixed !== undefined ? [{ id: "readonly" as const, node: field("readonly", { fixed: "locked", value: fixed }) }] : []),
  ];
}

function compoundStates(type: CompoundType): readonly Given[] {
  const { label, definition, answer, wrong }: Specimen<Compound> = compoundSpecimens[type];
  const { own: _own, ...shared } = definition;
  const compound = (id: StateId, more: object = {}): Compound => ({ kind: "compound", id, label, ...shared, ...more }) as Compound;
  const repeat = { min: 1, max: 3, addLabel: { de: "Weitere hinzufügen", en: "Add another" }, itemTitle: { de: "Eintrag", en: "Entry" } };
  return [
    { id: "empty", node: compound("empty", { own: true }) },
    { id: "filled", node: compound("filled"), answer },
    { id: "wrong", node: compound("wrong"), wrong },
    { id: "long", node: compound("long", { label: long, hint: long, why }) },
    { id: "optional", node: compound("optional", { required: false }) },
    { id: "repeated", node: compound("repeated", { repeat }), answer: [answer, answer] },
  ];
}

function stateOf(id: StateId, definition: Node, answer: Answer | undefined, wrong: Given["wrong"]): GalleryState {
  const form = compileForm({ id: "galerie", version: "1.0.0", title: { de: "Galerie", en: "Gallery" }, steps: [{ id: "seite", title: { de: "Seite", en: "Page" }, nodes: [definition] }] });
  const given: Answers = answer === undefined || answer === null ? {} : { [id]: answer };
  const posted = new Map(Object.entries(wrong ?? {}).map(([suffix, value]) => [suffix === "" ? id : `${id}.${suffix}`, [value]] as const));
  const parsed = wrong === undefined ? undefined : parseStep(form, "seite", posted, {}, day);
  const answers = parsed?.answers ?? given;
  const [node] = stepView(form, "seite", answers, day, parsed?.raw).nodes;
  if (node === undefined) throw new Error(`the state ${id} shows nothing`);
  return { id, node, errors: parsed?.errors ?? [], definition, summary: summary(form, answers, "de", day)[0]?.rows ?? [], exported: exportAnswers(form, answers, day)[id] };
}
