import type { Compound, CompoundType, Field } from "../definition.ts";
import { applicant } from "./applicant/applicant.ts";
import { address } from "./address/address.ts";
import type { CompoundMap, CompoundModule } from "./compound-module.ts";
import { bank } from "./bank/bank.ts";
import { evidence } from "./evidence/evidence.ts";
import { contact } from "./contact/contact.ts";
import { organisation } from "./organisation/organisation.ts";
import { period } from "./period/period.ts";
import { person } from "./person/person.ts";

/** Every compound type there is. One that is added to the definition and not here, or here not whole, does not compile. */
export const compoundTypes: { readonly [T in CompoundType]: CompoundModule<T> } = { address, person, organisation, contact, bank, period, applicant, evidence };

function parts<T extends CompoundType>(type: T, compound: CompoundMap[T], pathOf: (part: string) => string): readonly Field[] {
  return compoundTypes[type].parts(compound, pathOf);
}

export function partsOf(compound: Compound, pathOf: (part: string) => string): readonly Field[] {
  return parts(compound.type, compound, pathOf);
}
