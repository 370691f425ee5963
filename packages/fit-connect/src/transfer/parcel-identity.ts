import type { AuthenticationTags } from "../events/event-payload.ts";
import type { ParcelKind } from "../events/event-names.ts";

/** A submission or reply as it stands in a case. */
export interface ParcelIdentity {
  readonly kind: ParcelKind;
  readonly id: string;
  readonly caseId: string;
  readonly destinationId: string;
  /** `$schema` of its `submit-…` event; answers mirror it. */
  readonly schema: string | undefined;
}

/** As the verified log proves it. */
export interface ProvedParcel extends ParcelIdentity {
  readonly authenticationTags: AuthenticationTags;
}
