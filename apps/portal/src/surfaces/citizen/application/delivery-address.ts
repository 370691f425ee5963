import { isMailAddress } from "#platform/mail";

/**
 * What the check page asks for beside the consent to electronic delivery. `not-asked`: nobody with an account, or it has an address.
 * Without one the notice of a decision would reach nobody, and so no decision may be provided (§ 41 Absatz 2a VwVfG NRW).
 */
export type DeliveryAddress = { readonly kind: "not-asked" } | { readonly kind: "asked"; readonly suggested: string };

/** What was typed: an address to store, nothing to store, or what is wrong. Without the consent nothing is stored, whatever stands in the field. */
export function addressGiven(asked: DeliveryAddress, given: { readonly consent: boolean; readonly delivery: string }): { readonly address: string | undefined } | { readonly wrong: "deliveryMissing" | "deliveryWrong" } {
  if (asked.kind === "not-asked" || !given.consent) return { address: undefined };
  if (given.delivery === "") return { wrong: "deliveryMissing" };
  return isMailAddress(given.delivery) ? { address: given.delivery } : { wrong: "deliveryWrong" };
}
