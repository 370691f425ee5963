import type { DateField, Group, Node } from "@kommunalportal/form-engine";
import { defined } from "../defined.ts";
import { compositionOf } from "./composition.ts";
import { maxOf, MOST_REPEATS, note } from "./context.ts";
import type { FormContext } from "./context.ts";
import { fieldToForm } from "./field-to-form.ts";
import { reasonOf } from "./legal-basis.ts";
import { isRepeated } from "./position.ts";
import type { Position } from "./position.ts";
import { hasContent } from "./shown.ts";
import { line, paragraphs } from "./text.ts";

/** One position with everything below it. `chosen`: the parent is an Auswahlgruppe, so the child is required once it is chosen. */
export function nodeToForm(position: Position, context: FormContext, chosen = false): Node | undefined {
  const { element } = position;
  if (element.art === "datenfeld") return fieldToForm(position, element, context, chosen);
  if (position.partialDate) return partialDate(position, context, chosen);
  const effect = context.effects.get(position) ?? {};
  const oneOf = (element.gruppenart === "X" || effect.oneOf === true) && position.children.filter((child) => hasContent(child, context.lookup)).length > 1;
  const nodes = position.children.map((child) => nodeToForm(child, context, oneOf)).filter((node) => node !== undefined);
  if (nodes.length === 0) {
    note(context, "omitted", position, `Die Gruppe »${element.bezeichnungEingabe}« hätte kein Feld und entfällt.`);
    return undefined;
  }
  const optional = !(chosen || (effect.required ?? (position.anzahl.min > 0 || effect.when !== undefined)));
  const title = line(element.bezeichnungEingabe);
  const group: Group = {
    kind: "group",
    id: position.id,
    title,
    nodes,
    ...defined({
      hint: element.hilfetextEingabe === undefined ? undefined : paragraphs(element.hilfetextEingabe),
      when: effect.when,
      oneOf: oneOf ? true : undefined,
      as: compositionOf(position),
    }),
  };
  if (!isRepeated(position)) return optional ? { ...group, required: false } : group;
  const least = effect.required === undefined ? position.anzahl.min : effect.required ? Math.max(position.anzahl.min, 1) : 0;
  const min = Math.min(least, MOST_REPEATS);
  return { ...group, repeat: { min, max: maxOf(position, context), addLabel: { de: `${title.de}: Eintrag hinzufügen` }, itemTitle: title } };
}

/** The partly known birth date as one field; Jahr 1850 is the Baukasten's lower limit, and nobody is born after today. */
function partialDate(position: Position, context: FormContext, chosen: boolean): DateField {
  const { element } = position;
  const effect = context.effects.get(position) ?? {};
  const required = chosen || (effect.required ?? position.anzahl.min > 0);
  const own = context.ownData.has(position);
  return {
    kind: "field",
    id: position.id,
    type: "partial-date",
    label: line(element.bezeichnungEingabe),
    min: "1850-01-01",
    max: "today",
    ...(own ? { autocomplete: "bday", prefill: "birthdate" as const } : {}),
    ...defined({
      hint: element.hilfetextEingabe === undefined ? undefined : paragraphs(element.hilfetextEingabe),
      why: reasonOf(position.bezug, element.bezug),
      required: required ? undefined : false,
      when: effect.when,
      repeat: isRepeated(position) ? { min: position.anzahl.min, max: maxOf(position, context) } : undefined,
    }),
  };
}
