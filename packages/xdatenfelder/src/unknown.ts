/** An attribute as it stood in the file; `namespace` is empty for one without prefix. */
export interface RohesAttribut {
  readonly name: string;
  readonly namespace: string;
  readonly wert: string;
}

/** An element as it stood in the file, with texts and elements in their order. Comments are no content and are not kept. */
export interface RohesElement {
  readonly name: string;
  readonly namespace: string;
  readonly attribute: readonly RohesAttribut[];
  readonly inhalt: readonly (string | RohesElement)[];
}

/** What stood in the file and the standard does not know: kept with the element it stood in, so that writing loses nothing. */
export interface Unbekannt {
  /** Name of the child in which it stood, where that child has no object of its own in the model (for example `werte`). */
  readonly in?: string;
  readonly zeile: number;
  readonly inhalt: RohesElement | RohesAttribut | string;
}

/** Carried by every part of the model that stands for an element. */
export interface MitUnbekanntem {
  readonly unbekannt?: readonly Unbekannt[];
}

export function isAttribute(inhalt: RohesElement | RohesAttribut): inhalt is RohesAttribut {
  return "wert" in inhalt;
}
