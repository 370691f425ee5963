import { compoundTypes, type CompoundType, fieldTypes, type FieldType, type Group, type Node, type PrefillSource, type Text } from "@kommunalportal/form-engine";
import type { Property } from "@kommunalportal/form-engine";
import type { Option } from "../controls.ts";

/** A kind of thing that stands in a step: a field type, a compound, or a group. */
export interface QuestionKind {
  readonly key: string;
  readonly name: string;
  readonly use: string;
  readonly start: (id: string, label: Text) => Node;
  readonly properties: Readonly<Record<string, Property>>;
  readonly repeatable: boolean;
  readonly prefill: readonly PrefillSource[];
}

const startGroup = (id: string, title: Text): Group => ({ kind: "group", id, title, nodes: [] });

const kinds: ReadonlyMap<string, QuestionKind> = new Map([
  ...(Object.keys(fieldTypes) as FieldType[]).map((type): [string, QuestionKind] => {
    const { editor, repeatable, prefill } = fieldTypes[type];
    return [type, { key: type, name: editor.name.de, use: editor.use.de, start: editor.start, properties: editor.properties, repeatable, prefill }];
  }),
  ...(Object.keys(compoundTypes) as CompoundType[]).map((type): [string, QuestionKind] => {
    const { editor } = compoundTypes[type];
    return [type, { key: type, name: editor.name.de, use: editor.use.de, start: editor.start, properties: editor.properties, repeatable: false, prefill: [] }];
  }),
  ["group", { key: "group", name: "Gruppe von Fragen", use: "Für Fragen, die zusammengehören, für mehrere Einträge (Kinder, Hunde) und für eine Auswahl zwischen Wegen.", start: startGroup, properties: {}, repeatable: false, prefill: [] }],
]);

export const questionKinds: readonly QuestionKind[] = [...kinds.values()].toSorted((a, b) => a.name.localeCompare(b.name, "de"));

export function kindOf(node: Node): QuestionKind {
  const kind = kinds.get(node.kind === "group" ? "group" : node.type);
  if (!kind) throw new Error("a node of a kind nobody knows");
  return kind;
}

export const kindNamed = (key: string): QuestionKind | undefined => kinds.get(key);

/** For the list a new question's kind is chosen from: the common ones first. */
const common = ["text", "longtext", "choice", "yesno", "date", "iban", "email", "person", "address", "upload", "declaration", "group"];
export const kindOptions: readonly Option[] = [
  ...common.flatMap((key) => kinds.get(key) ?? []), ...questionKinds.filter(({ key }) => !common.includes(key)),
].map(({ key, name }) => ({ value: key, text: name }));
