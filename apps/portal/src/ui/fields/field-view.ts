import type { Field, FieldType, UploadedFile } from "@kommunalportal/form-engine";
import type { Lang } from "../text.ts";

type Matching<T extends FieldType, F extends Field = Field> = F extends Field ? (T extends F["type"] ? F : never) : never;
/** The definition that belongs to a field type. */
export type FieldMap = { readonly [T in FieldType]: Matching<T> };

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
  /** Instead of the field's own label, for the entries of a repeated field. */
  readonly label?: string;
}

export interface FieldContext {
  readonly lang: Lang;
  /** The one question of the page: its label or legend is the h1 (GOV.UK »Question pages«). */
  readonly asHeading?: boolean;
  /** Uploads are taken without a malware scanner (demo only) and say so. */
  readonly uploadsUnchecked?: boolean;
}


export function first(view: FieldView, suffix = ""): string {
  return view.inputs[suffix]?.[0] ?? "";
}
