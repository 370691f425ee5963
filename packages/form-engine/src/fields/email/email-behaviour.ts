import type { SimpleField } from "../../definition.ts";
import type { FieldFactory } from "../field-behaviour.ts";
import { problem } from "../messages.ts";
import { contactField } from "./contact-behaviour.ts";

// RFC 5321 lengths; the local part without quotes, the domain with at least one dot, letters beyond ASCII allowed (RFC 6531).
const address = /^[^\s@<>()[\]\\,;:"]{1,64}@(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.){1,10}[\p{L}]{2,63}$/u;

/** Answer: the address with its domain in lower case. */
export const emailBehaviour: FieldFactory<SimpleField> = (field) => {
  const wrong = problem("wrong-format", field.label, (l) => `Geben Sie ${l} vollständig ein, zum Beispiel name@post.example.`, (l) => `Enter ${l} in full, for example name@post.example.`);
  return contactField(field, {
    most: 254,
    normal: (typed) => typed.replace(/@.*$/u, (domain) => domain.toLowerCase()),
    fault: (value) => (address.test(value) && !value.includes("..") && !value.startsWith(".") ? undefined : wrong),
    schema: { format: "email" },
  });
};
