/** How the login itself was made: STORK-QAA-Level-1 (Basisregistrierung), -3 (substanziell), -4 (hoch). Level 2 does not occur. */
export type BundidLevel = 1 | 3 | 4;

/** How well one attribute is proved: 1 Basisregistrierung, 2 niedrig, 3 substanziell, 4 hoch. */
export type TrustLevel = 1 | 2 | 3 | 4;

const levelsByWord: Readonly<Record<string, TrustLevel>> = { UNTERGEORDNET: 1, NORMAL: 2, SUBSTANTIELL: 3, HOCH: 4 };

/** `akdb:TrustLevel` as a number. Missing or unknown counts as 1: what nobody vouches for is not proved. */
export function trustLevelOf(word: string | undefined): TrustLevel {
  return word !== undefined && Object.hasOwn(levelsByWord, word) ? (levelsByWord[word] ?? 1) : 1;
}

/** The word BundID writes for a level. */
export function trustLevelWord(level: TrustLevel): string {
  return ({ 1: "UNTERGEORDNET", 2: "NORMAL", 3: "SUBSTANTIELL", 4: "HOCH" } as const)[level];
}

/**
 * The level at which an attribute may be used: at most the one it was stored with and at most the one of this login
 * (BSI TR-03160-1, chapters 2.3 and 6). A value changed by the person in a form is level 1, whatever stood there before.
 */
export function effectiveLevel(attribute: TrustLevel, login: BundidLevel): TrustLevel {
  return attribute < login ? attribute : login;
}

/** The class reference for a level, SAML `AuthnContextClassRef`. */
export function levelClass(level: BundidLevel): string {
  return `STORK-QAA-Level-${level}`;
}

/** The level behind a class reference, or undefined for a class BundID does not use. */
export function levelOfClass(classRef: string): BundidLevel | undefined {
  switch (classRef) {
    case "STORK-QAA-Level-1":
      return 1;
    case "STORK-QAA-Level-3":
      return 3;
    case "STORK-QAA-Level-4":
      return 4;
    default:
      return undefined;
  }
}
