/** A kind of evidence that a register gives out, by the name under which forms ask for it. */
export interface EvidenceKind {
  readonly kind: string;
  readonly title: { readonly de: string; readonly en?: string };
  /** The authority that holds it and gives it out. */
  readonly holder: string;
  /** By what law it may be asked for, as a citation. */
  readonly legalBasis: string;
}

/** By what a register finds a person. All from a sign-in at level substantial or higher. */
export interface EvidencePerson { readonly givenName: string; readonly surname: string; readonly birthdate: string }

export interface EvidenceQuestion {
  /** A UUID; asked again with the same one it is the same question. */
  readonly request: string;
  readonly kind: string;
  readonly person: EvidencePerson;
  /** For what: the service (LeiKa key) and the authority that will read it. */
  readonly purpose: { readonly service: string; readonly authority: string };
  /** When the person agreed. */
  readonly consentAt: Date;
}

/** What the person sees before deciding, and the document that goes into the application. */
export interface FetchedEvidence {
  /** The register's own number for this retrieval. */
  readonly reference: string;
  /** `YYYY-MM-DD`. */
  readonly issuedOn: string;
  readonly facts: readonly { readonly label: string; readonly value: string }[];
  readonly pdf: Buffer;
}

export type RegisterAnswer =
  | { readonly ok: true; readonly evidence: FetchedEvidence }
  /** `no-evidence`: there is none about this person. `not-clear`: several people fit. `refused`: the register may or will not. */
  | { readonly ok: false; readonly why: "no-evidence" | "not-clear" | "refused" | "unreachable" };

/**
 * Port to registers that hold evidence. One adapter speaks HTTP (`http-register.ts`); a connector to NOOTS would be another, its interfaces
 * are not laid down here. Nothing is thrown for a register that is away.
 */
export interface EvidenceRegister {
  /** Undefined where it does not answer. */
  kinds(): Promise<readonly EvidenceKind[] | undefined>;
  fetch(question: EvidenceQuestion): Promise<RegisterAnswer>;
}
