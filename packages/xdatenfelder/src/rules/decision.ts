import type { Logic, Text } from "@kommunalportal/form-engine";

/** What an editor decided about one rule at one place. */
export type RuleDecision =
  /** The form does what the translation says. Of a rule that stays for review: a person looks at it in each case. */
  | { readonly kind: "accept" }
  /** The form does not enforce the rule. */
  | { readonly kind: "decline"; readonly because: string }
  /** Instead of the translation: the place is shown only while this holds. */
  | { readonly kind: "show-when"; readonly at: string; readonly when: Logic }
  /** Instead of the translation: a check at the place, with what is said where it does not hold. */
  | { readonly kind: "check"; readonly at: string; readonly holds: Logic; readonly message: Text };
