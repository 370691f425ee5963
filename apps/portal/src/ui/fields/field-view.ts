import type { Field, SlotOffer, UploadedFile } from "@kommunalportal/form-engine";
import type { Lang } from "../text.ts";

/** One field as it is to be shown: its definition and what stands in its inputs now. */
export interface FieldView<F extends Field = Field> {
  readonly field: F;
  /** Path in the answers and name of the input (`hunde.0.name`). */
  readonly path: string;
  /** The strings in its inputs by suffix: "" for most, day, month, year, time, lat, lon for those with several. */
  readonly inputs: Readonly<Record<string, readonly string[]>>;
  readonly error?: { readonly message: string; /** The suffix of the input that is wrong. */ readonly input?: string };
  /** Uploads only: what is already there. */
  readonly files?: readonly UploadedFile[];
  /** Computed fields only: the value in words. */
  readonly words?: string;
  /** Instead of the field's own label, for the entries of a repeated field. */
  readonly label?: string;
}

export interface FieldContext {
  readonly lang: Lang;
  /** The one question of the page: its label or legend is the h1 (GOV.UK »Question pages«). */
  readonly asHeading?: boolean;
  /** Free appointments by the path of their field, as the town's system offered them for this page. */
  readonly slots?: ReadonlyMap<string, readonly SlotOffer[]>;
  /** Uploads are taken without a malware scanner (demo only) and say so. */
  readonly uploadsUnchecked?: boolean;
}

export function first(view: FieldView, suffix = ""): string {
  return view.inputs[suffix]?.[0] ?? "";
}
