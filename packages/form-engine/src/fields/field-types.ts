import type { Field, FieldType } from "../definition.ts";
import { amount } from "./amount/amount.ts";
import { appointment } from "./appointment/appointment.ts";
import { area } from "./area/area.ts";
import { choice } from "./choice/choice.ts";
import { choices } from "./choices/choices.ts";
import { computed } from "./computed/computed.ts";
import { date } from "./date/date.ts";
import { datetime } from "./datetime/datetime.ts";
import { declaration } from "./declaration/declaration.ts";
import { email } from "./email/email.ts";
import type { FieldBehaviour, FieldMap } from "./field-behaviour.ts";
import type { FieldModule } from "./field-module.ts";
import { iban } from "./iban/iban.ts";
import { info } from "./info/info.ts";
import { integer } from "./integer/integer.ts";
import { longtext } from "./longtext/longtext.ts";
import { number } from "./number/number.ts";
import { partialDate } from "./partial-date/partial-date.ts";
import { phone } from "./phone/phone.ts";
import { place } from "./place/place.ts";
import { text } from "./text/text.ts";
import { time } from "./time/time.ts";
import { upload } from "./upload/upload.ts";
import { yesno } from "./yesno/yesno.ts";

/** Every field type there is. A type that is added to the definition and not here, or here not whole, does not compile. */
export const fieldTypes: { readonly [T in FieldType]: FieldModule<T> } = {
  text, longtext, integer, number, amount, date, "partial-date": partialDate, time, datetime, choice, choices, yesno,
  declaration, email, phone, iban, upload, place, area, appointment, computed, info,
};

function make<T extends FieldType>(type: T, field: FieldMap[T], report: (problem: string) => void): FieldBehaviour {
  return fieldTypes[type].behaviour(field, report);
}

export function behaviourOf(field: Field, report: (problem: string) => void): FieldBehaviour {
  return make(field.type, field, report);
}
