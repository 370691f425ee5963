import type { Field } from "@kommunalportal/form-engine";
import { defined } from "../defined.ts";
import type { Datenfeld } from "../model.ts";
import { BAUKASTEN } from "./baukasten.ts";
import { note } from "./context.ts";
import type { FormContext } from "./context.ts";
import { fieldTypeOf } from "./field-type.ts";
import type { FieldType } from "./field-type.ts";
import { fixedValue } from "./fixed-value.ts";
import { reasonOf } from "./legal-basis.ts";
import type { Position } from "./position.ts";
import { hasContent } from "./shown.ts";
import { line, paragraphs } from "./text.ts";

/** One XDatenfelder field as a form field. Undefined, with a note, when the form cannot show it. `chosen`: child of an Auswahlgruppe. */
export function fieldToForm(position: Position, feld: Datenfeld, context: FormContext, chosen: boolean): Field | undefined {
  const effect = context.effects.get(position) ?? {};
  if (effect.preset === undefined && !hasContent(position, context.lookup)) return omitted(position, feld, context);
  const base = {
    kind: "field" as const,
    id: position.id,
    label: line(feld.bezeichnungEingabe),
    ...defined({ when: effect.when }),
  };
  if (feld.feldart === "label") return { ...base, type: "info", text: paragraphs(feld.inhalt ?? feld.hilfetextEingabe ?? feld.bezeichnungEingabe) };
  const type = fieldTypeOf(position, feld, context);
  if (type === undefined) return omitted(position, feld, context);
  const fixed = effect.preset !== undefined ? "hidden" : feld.feldart === "hidden" || feld.feldart === "locked" ? feld.feldart : undefined;
  const content = effect.preset ?? feld.inhalt;
  const value = fixed === undefined || content === undefined ? undefined : fixedValue(feld, content, context.lookup);
  if (fixed === undefined && content !== undefined) note(context, "limit", position, `»${feld.bezeichnungEingabe}« ist im Schema mit »${content.slice(0, 80)}« vorbelegt; das Formular beginnt leer.`);
  if (feld.vorbefuellung === "verpflichtend") note(context, "limit", position, `»${feld.bezeichnungEingabe}« ist laut Schema aus einem Register vorzubefüllen; im Formular gibt die Person es selbst an.`);
  const optional = !(chosen || (effect.required ?? position.anzahl.min > 0));
  return {
    ...base,
    ...type,
    ...defined({
      hint: feld.hilfetextEingabe === undefined ? undefined : paragraphs(feld.hilfetextEingabe),
      outputLabel: feld.bezeichnungAusgabe === undefined || feld.bezeichnungAusgabe === feld.bezeichnungEingabe ? undefined : line(feld.bezeichnungAusgabe),
      why: reasonOf(position.bezug, feld.bezug),
      required: optional ? false : undefined,
      fixed,
      value,
    }),
    ...(fixed === undefined ? ownData(position, type, context) : {}),
  };
}

function omitted(position: Position, feld: Datenfeld, context: FormContext): undefined {
  const why = feld.feldart === "label" ? "der Hinweis hat keinen Text" : feld.datentyp === "obj" ? "statische Objekte kennt das Formular nicht" : "das Feld ist gesperrt oder verborgen und hat keinen passenden Inhalt";
  note(context, "omitted", position, `»${feld.bezeichnungEingabe}« entfällt: ${why}.`);
  return undefined;
}

/**
 * Tokens and sources fit only where the field takes the value as the person has it, not as a code; a repeated field has no single source.
 * Of code lists those fit that say the ISO code beside their own.
 */
function ownData(position: Position, type: FieldType, context: FormContext): Pick<Field, "autocomplete" | "prefill"> {
  const anchor = BAUKASTEN.get(position.element.identifikation.id);
  if (anchor === undefined || !context.ownData.has(position)) return {};
  if (type.type === "choice") return defined({ autocomplete: anchor.coded === true ? anchor.autocomplete : undefined, prefill: anchor.coded === true && type.options.some(({ also }) => also !== undefined) ? anchor.prefill : undefined });
  const coded = position.element.art === "datenfeld" && position.element.feldart === "select";
  if (coded || !["text", "email", "phone"].includes(type.type)) return {};
  return defined({ autocomplete: anchor.autocomplete, prefill: "repeat" in type ? undefined : anchor.prefill });
}
