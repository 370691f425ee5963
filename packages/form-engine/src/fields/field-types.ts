import type { Field, FieldType } from "../definition.ts";
import { choiceField } from "./choice.ts";
import { emailField, ibanField, phoneField } from "./contact.ts";
import { dateField } from "./date.ts";
import type { FieldBehaviour, FieldFactory, FieldMap } from "./field-behaviour.ts";
import { infoField } from "./info.ts";
import { numberField } from "./number.ts";
import { placeField } from "./place.ts";
import { textField } from "./text.ts";
import { timeField } from "./time.ts";
import { uploadField } from "./upload.ts";
import { declarationField, yesnoField } from "./yesno.ts";

/** Every field type there is. A type that is added to the definition and not here does not compile. */
const fieldTypes: { readonly [T in FieldType]: FieldFactory<FieldMap[T]> } = {
  text: textField,
  longtext: textField,
  integer: numberField,
  number: numberField,
  amount: numberField,
  date: dateField,
  "partial-date": dateField,
  time: timeField,
  datetime: timeField,
  choice: choiceField,
  choices: choiceField,
  yesno: yesnoField,
  declaration: declarationField,
  email: emailField,
  phone: phoneField,
  iban: ibanField,
  upload: uploadField,
  place: placeField,
  info: infoField,
};

function make<T extends FieldType>(type: T, field: FieldMap[T], report: (problem: string) => void): FieldBehaviour {
  return fieldTypes[type](field, report);
}

export function behaviourOf(field: Field, report: (problem: string) => void): FieldBehaviour {
  return make(field.type, field, report);
}
