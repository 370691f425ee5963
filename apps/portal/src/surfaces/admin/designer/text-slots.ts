import { findNode, type Node, setNode, type Text, allNodes } from "@kommunalportal/form-engine";
import type { CopyContent } from "#modules/forms";

/** A text of the form or of the service in its three languages, and how it is replaced. */
export interface TextSlot {
  /** Unique in the content, stable as long as the thing exists. */
  readonly key: string;
  readonly where: string;
  readonly text: Text;
  readonly long: boolean;
  readonly set: (content: CopyContent, text: Text) => CopyContent;
}

/** Parts in which texts are shown: `dienst`, then the steps. */
export function textParts({ form }: CopyContent): readonly { readonly id: string; readonly title: string }[] {
  return [{ id: "dienst", title: "Dienst und Formular" }, ...form.steps.map(({ id, title }) => ({ id, title: title.de }))];
}

export function textSlots(content: CopyContent, part: string): readonly TextSlot[] {
  return part === "dienst" ? serviceSlots(content) : stepSlots(content, part);
}

function serviceSlots({ service, form }: CopyContent): readonly TextSlot[] {
  const of = (key: "title" | "short" | "submitLabel", where: string): TextSlot => ({ key, where, text: service[key], long: key === "short", set: (content, text) => ({ ...content, service: { ...content.service, [key]: text } }) });
  const privacy = (key: "purpose" | "legalBasis" | "term", where: string): TextSlot => ({ key: `privacy.${key}`, where, text: service.privacy[key], long: true, set: (content, text) => ({ ...content, service: { ...content.service, privacy: { ...content.service.privacy, [key]: text } } }) });
  return [
    of("title", "Name des Dienstes"), of("short", "Kurzer Text"), of("submitLabel", "Knopf zum Absenden"),
    { key: "form.title", where: "Titel des Formulars", text: form.title, long: false, set: (content, text) => ({ ...content, form: { ...content.form, title: text } }) },
    ...service.documents.map(({ text }, i): TextSlot => ({ key: `documents.${i}`, where: `Unterlage ${i + 1}`, text, long: false, set: (content, next) => ({ ...content, service: { ...content.service, documents: content.service.documents.map((one, at) => (at === i ? { ...one, text: next } : one)) } }) })),
    ...(form.people ?? []).map(({ id, title }): TextSlot => ({ key: `people.${id}`, where: "Wer eigene Angaben macht", text: title, long: false, set: (content, text) => ({ ...content, form: { ...content.form, people: (content.form.people ?? []).map((one) => (one.id === id ? { ...one, title: text } : one)) } }) })),
    ...(service.together === undefined ? [] : [{ key: "together.title", where: "Wer mitbeantragt", text: service.together.title, long: false, set: (content: CopyContent, text: Text): CopyContent => (content.service.together === undefined ? content : { ...content, service: { ...content.service, together: { ...content.service.together, title: text } } }) }]),
    ...(service.fee === undefined ? [] : [{ key: "fee.text", where: "Gebühr in Worten", text: service.fee.text, long: true, set: (content: CopyContent, text: Text): CopyContent => (content.service.fee === undefined ? content : { ...content, service: { ...content.service, fee: { ...content.service.fee, text } } }) }]),
    privacy("purpose", "Datenschutz: Zweck"), privacy("legalBasis", "Datenschutz: Rechtsgrundlage"), privacy("term", "Datenschutz: Dauer"),
  ];
}

function stepSlots(content: CopyContent, id: string): readonly TextSlot[] {
  const step = content.form.steps.find((one) => one.id === id);
  if (!step) return [];
  const ofStep = (key: "title" | "intro", where: string, text: Text): TextSlot => ({ key: `steps.${id}.${key}`, where, text, long: key === "intro", set: (now, next) => ({ ...now, form: { ...now.form, steps: now.form.steps.map((one) => (one.id === id ? { ...one, [key]: next } : one)) } }) });
  return [
    ofStep("title", "Überschrift des Schritts", step.title), ...(step.intro === undefined ? [] : [ofStep("intro", "Einleitung", step.intro)]),
    ...[...allNodes(content.form)].filter((one) => one.step.id === id).flatMap(({ node, path }) => nodeSlots(node, path)),
    ...(content.form.rules ?? []).filter((rule) => rule.step === id).map((rule): TextSlot => ({ key: `rules.${rule.id}`, where: "Meldung einer Regel", text: rule.message, long: true, set: (now, next) => ({ ...now, form: { ...now.form, rules: (now.form.rules ?? []).map((one) => (one.id === rule.id ? { ...one, message: next } : one)) } }) })),
  ];
}

/** Texts of a question: by the path of each inside the node. */
function nodeSlots(node: Node, path: string): readonly TextSlot[] {
  const label = node.kind === "group" ? node.title.de : node.label.de;
  const slots: (readonly [readonly (string | number)[], string, boolean])[] = [];
  const add = (keys: readonly (string | number)[], where: string, long = false): void => { if (isText(at(node, keys))) slots.push([keys, where, long]); };
  add([node.kind === "group" ? "title" : "label"], node.kind === "group" ? "Gruppe" : "Frage");
  add(["hint"], `Hinweis zu »${label}«`, true);
  add(["text"], `Text »${label}«`, true);
  add(["unit"], `Einheit zu »${label}«`);
  add(["patternMessage"], `Meldung zu »${label}«`, true);
  add(["outputLabel"], `Kurzer Name von »${label}«`);
  add(["why", "text"], `Grund für »${label}«`, true);
  add(["repeat", "addLabel"], `Knopf bei »${label}«`);
  add(["repeat", "itemTitle"], `Eintrag bei »${label}«`);
  const options = node.kind === "field" && "options" in node ? node.options : [];
  options.slice(0, 100).forEach((_option, i) => { add(["options", i, "label"], `Möglichkeit bei »${label}«`); add(["options", i, "hint"], `Hinweis zur Möglichkeit bei »${label}«`); });
  return slots.map(([keys, where, long]) => ({
    key: `${path}:${keys.join(".")}`, where, long, text: at(node, keys) as Text,
    set: (content, text) => { const found = findNode(content.form, path); return found === undefined ? content : { ...content, form: setNode(content.form, path, put(found.node, keys, text) as Node) }; },
  }));
}

function isText(value: unknown): boolean {
  return typeof value === "object" && value !== null && "de" in value;
}

function at(value: unknown, keys: readonly (string | number)[]): unknown {
  let current = value;
  for (const key of keys) current = typeof current === "object" && current !== null && Object.hasOwn(current, key) ? Reflect.get(current, key) as unknown : undefined;
  return current;
}

function put(value: unknown, [key, ...rest]: readonly (string | number)[], text: Text): unknown {
  if (key === undefined) return text;
  if (Array.isArray(value)) return value.map((entry: unknown, i) => (i === key ? put(entry, rest, text) : entry));
  return { ...(value as object), [key]: put(Reflect.get(value as object, key), rest, text) };
}
