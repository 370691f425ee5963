import type { Anzahl, Bezug, Datenfeld, Datenfeldgruppe, Stammdatenschema, Struktur } from "../model.ts";
import { isPartialDate } from "./partial-date.ts";

/** One place in the form. The same element may stand at many places; a place is known by the ids on the way to it. */
export interface Position {
  /** Id in the form: the element's id, with `_2`, `_3` … when it occurs again among its siblings. */
  readonly id: string;
  /** Form ids from the top, joined by dots: the path of the answer, without indexes. */
  readonly path: string;
  /** XDatenfelder ids from the top: what leaves the house again. */
  readonly idPath: readonly string[];
  readonly element: Datenfeld | Datenfeldgruppe;
  readonly anzahl: Anzahl;
  readonly bezug: readonly Bezug[];
  readonly parent?: Position;
  readonly children: readonly Position[];
  /** A group shown as one date field; its three number fields are made from the answer on export. */
  readonly partialDate: boolean;
}

export function positionsOf(schema: Stammdatenschema): readonly Position[] {
  return children(schema.struktur, undefined);
}

function children(strukturen: readonly Struktur[], parent: Position | undefined): readonly Position[] {
  const seen = new Map<string, number>();
  return strukturen.map((struktur) => {
    const element = struktur.enthaelt;
    const elementId = element.identifikation.id;
    const count = (seen.get(elementId) ?? 0) + 1;
    seen.set(elementId, count);
    const id = count === 1 ? elementId : `${elementId}_${count}`;
    const own: Position[] = [];
    const position: Position = {
      id,
      path: parent === undefined ? id : `${parent.path}.${id}`,
      idPath: [...(parent?.idPath ?? []), elementId],
      element,
      anzahl: struktur.anzahl,
      bezug: struktur.bezug,
      children: own,
      partialDate: element.art === "datenfeldgruppe" && isPartialDate(element),
      ...(parent === undefined ? {} : { parent }),
    };
    if (element.art === "datenfeldgruppe") own.push(...children(element.struktur, position));
    return position;
  });
}

/** The position and everything below it, top down. */
export function* walk(positions: readonly Position[]): Generator<Position> {
  for (const position of positions) {
    yield position;
    yield* walk(position.children);
  }
}

/** True for a group with several entries; a repeated field is an array of values instead. */
export function isRepeated(position: Position): boolean {
  return position.anzahl.max !== 1;
}

/** The nearest group with several entries around a position, not the position itself. */
export function repeatedAncestor(position: Position): Position | undefined {
  for (let at = position.parent; at !== undefined; at = at.parent) if (isRepeated(at)) return at;
  return undefined;
}

export function ancestors(position: Position): readonly Position[] {
  return position.parent === undefined ? [] : [position.parent, ...ancestors(position.parent)];
}
