import { z } from "zod";

/** A place as the routing service knows it. `id` is its own number, neither ARS nor AGS. */
export const areaSchema = z.strictObject({
  id: z.string().regex(/^\d{1,12}$/), name: z.string().min(1).max(200), type: z.string().max(100),
  ars: z.string().regex(/^\d{12}$/), ags: z.string().regex(/^\d{8}$/), postcodes: z.array(z.string().regex(/^\d{5}$/)).max(200),
});
export type Area = z.infer<typeof areaSchema>;

/** The invented places of the demo world; the control adds others. */
export const STANDARD_AREAS: readonly Area[] = [
  { id: "990001", name: "Musterstadt", type: "Stadt", ars: "059990001001", ags: "05999001", postcodes: ["00101", "00102"] },
  { id: "990002", name: "Beispielhausen", type: "Gemeinde", ars: "059990002002", ags: "05999002", postcodes: ["00103"] },
  // In another state, with a Fachverfahren of its own.
  { id: "990101", name: "Nordhafen", type: "Stadt", ars: "019990001001", ags: "01999001", postcodes: ["00901"] },
  { id: "990000", name: "Kreis Musterland", type: "Kreis", ars: "059990000000", ags: "05999000", postcodes: [] },
];

/** Every term must fit: name or postcode, whole or, with `*`, its beginning, its end or any part (delivery.md 1.4). */
export function findAreas(areas: readonly Area[], terms: readonly string[]): readonly Area[] {
  return areas.filter(({ name, postcodes }) => terms.every((term) => [name, ...postcodes].some((text) => fits(text.toLowerCase(), term.toLowerCase()))));
}

/** Linear in the text: the pieces between the asterisks in their order. */
function fits(text: string, term: string): boolean {
  const pieces = term.split("*");
  const [first = "", last = ""] = [pieces[0], pieces.at(-1)];
  if (pieces.length === 1) return text === term;
  if (!text.startsWith(first) || !text.endsWith(last) || text.length < first.length + last.length) return false;
  let at = first.length;
  for (const piece of pieces.slice(1, -1)) {
    const found = text.indexOf(piece, at);
    if (found === -1) return false;
    at = found + piece.length;
  }
  return at <= text.length - last.length;
}
