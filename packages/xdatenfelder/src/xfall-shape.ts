import type { Node } from "@kommunalportal/form-engine";
import { nodesByPath } from "./form/nodes-by-path.ts";
import type { ToFormResult } from "./form/to-form.ts";
import { positionsOf } from "./form/position.ts";
import type { Position } from "./form/position.ts";
import type { Stammdatenschema } from "./model.ts";
import { xfallKey } from "./xfall-json.ts";

/** One place in XFall data: its name, how often it stands there, what it holds. Labels have no place. */
export interface XfallSlot {
  readonly position: Position;
  /** Name of the property and of the element; a second occurrence among siblings keeps its suffix. */
  readonly name: string;
  readonly min: number;
  readonly max: number | "*";
  /** Exactly one of the children stands there. */
  readonly choice: boolean;
  readonly children: readonly XfallSlot[];
}

/**
 * The shape of XFall data of a schema. With `made`, the form that was made of the schema, it is the shape of what that form sends:
 * what a rule can hide, what may be left out and what the form cannot ask for is not demanded. Without, it says what the positions say.
 */
export function xfallShape(schema: Stammdatenschema, made?: ToFormResult): readonly XfallSlot[] {
  const nodes = made === undefined ? undefined : nodesByPath(made.form);
  return slots(positionsOf(schema), nodes);
}

type Nodes = ReadonlyMap<string, Node>;

function slots(positions: readonly Position[], nodes: Nodes | undefined): readonly XfallSlot[] {
  return positions.filter(({ element }) => element.art !== "datenfeld" || element.feldart !== "label").map((position): XfallSlot => {
    const { identifikation } = position.element;
    // The parts of a date field are no nodes of the form: they stand as their positions say.
    const children = slots(position.children, position.partialDate ? undefined : nodes);
    const group = nodes?.get(position.path);
    const chosen = nodes === undefined ? position.element.art === "datenfeldgruppe" && position.element.gruppenart === "X" : group?.kind === "group" && group.oneOf === true;
    return {
      position,
      name: `${xfallKey(identifikation)}${position.id.slice(identifikation.id.length)}`,
      min: nodes === undefined ? position.anzahl.min : demanded(position, nodes),
      max: position.anzahl.max,
      choice: chosen && children.length > 0,
      children: chosen && nodes !== undefined ? children.filter((child) => nodes.has(child.position.path)) : children,
    };
  });
}

/** How often the form makes sure that the place is filled. Of several files it only demands one. */
function demanded(position: Position, nodes: Nodes): number {
  const node = nodes.get(position.path);
  if (node === undefined || node.when !== undefined || node.required === false) return 0;
  const { element, anzahl } = position;
  if (node.kind === "group" && node.repeat !== undefined && !demandsAnything(node)) return 0;
  return element.art === "datenfeld" && element.datentyp === "file" ? Math.min(anzahl.min, 1) : node.kind === "group" && node.repeat !== undefined ? node.repeat.min : anzahl.min;
}

/** An entry of a repeated group is only missed where something in it is. */
function demandsAnything(group: Node & { readonly kind: "group" }): boolean {
  return group.oneOf === true || group.nodes.some((node) => node.required !== false && node.when === undefined && (node.kind !== "group" || demandsAnything(node)));
}
