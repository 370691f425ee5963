import type { Html } from "@kommunalportal/html";
import type { FieldMap, FieldType } from "@kommunalportal/form-engine";
import { appointmentField } from "./appointment-field.ts";
import { areaField } from "./area-field.ts";
import { choiceField, choicesField, declarationField, yesNoField } from "./choice-field.ts";
import { computedField } from "./computed-field.ts";
import { dateField, dateTimeField } from "./date-field.ts";
import type { FieldContext, FieldView } from "./field-view.ts";
import { infoField } from "./info-field.ts";
import { lockedField } from "./locked-field.ts";
import { placeField } from "./place-field.ts";
import { emailField, ibanField, longTextField, numberField, phoneField, textField, timeField } from "./text-field.ts";
import { uploadField } from "./upload-field.ts";

type Renderer<T extends FieldType> = (view: FieldView<FieldMap[T]>, ctx: FieldContext) => Html;

/** How each field type looks. A type that is added to the definition and not here does not compile. */
const renderers: { readonly [T in FieldType]: Renderer<T> } = {
  text: textField,
  longtext: longTextField,
  integer: numberField,
  number: numberField,
  amount: numberField,
  date: dateField,
  "partial-date": dateField,
  time: timeField,
  datetime: dateTimeField,
  choice: choiceField,
  choices: choicesField,
  yesno: yesNoField,
  declaration: declarationField,
  email: emailField,
  phone: phoneField,
  iban: ibanField,
  upload: uploadField,
  place: placeField,
  area: areaField,
  appointment: appointmentField,
  computed: computedField,
  info: infoField,
};

function render<T extends FieldType>(type: T, view: FieldView<FieldMap[T]>, ctx: FieldContext): Html {
  return renderers[type](view, ctx);
}

/** One field with label, hint, error and its inputs. `fixed: "hidden"` shows nothing, `"locked"` shows the value without an input. */
export function renderField(view: FieldView, ctx: FieldContext): Html | false {
  if (view.field.fixed === "hidden") return false;
  if (view.field.fixed === "locked" && view.field.type !== "info") return lockedField(view, ctx);
  return render(view.field.type, view, ctx);
}
