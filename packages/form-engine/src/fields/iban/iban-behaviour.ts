import type { SimpleField } from "../../definition.ts";
import type { FieldFactory } from "../field-behaviour.ts";
import { contactField } from "../email/contact-behaviour.ts";
import { groupedIban } from "./grouped-iban.ts";
import { ibanFault } from "./iban-fault.ts";

/** Answer: without blanks, upper case. Checked by length of the country and check digits (ISO 13616, ISO 7064 mod 97-10). */
export const ibanBehaviour: FieldFactory<SimpleField> = (field) => contactField(field, {
  most: 34,
  normal: (typed) => typed.replace(/ /g, "").toUpperCase(),
  fault: (value) => ibanFault(value, field.label),
  summary: groupedIban,
  schema: { pattern: "^[A-Z]{2}\\d{2}[A-Z0-9]{11,30}$" },
});
