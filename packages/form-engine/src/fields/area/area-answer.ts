import type { Answer, AreaAnswer, Corner } from "../../definition.ts";

export const mostCorners = 100;

function cornerOf(value: unknown): Corner | undefined {
  if (typeof value !== "object" || value === null || !("lat" in value) || !("lon" in value)) return undefined;
  const { lat, lon } = value;
  return typeof lat === "number" && typeof lon === "number" && Math.abs(lat) <= 90 && Math.abs(lon) <= 180 ? { lat, lon } : undefined;
}

/** The answer as what it should be; undefined for anything else. */
export function areaOf(value: Answer | undefined): AreaAnswer | undefined {
  if (typeof value !== "object" || value === null || Array.isArray(value) || !("words" in value) || typeof value.words !== "string" || value.words === "") return undefined;
  const squareMetres = "squareMetres" in value ? value.squareMetres : undefined;
  const given: unknown = "corners" in value ? value.corners : undefined;
  if (squareMetres !== undefined && (typeof squareMetres !== "number" || !(squareMetres > 0 && squareMetres <= 1e9))) return undefined;
  if (given !== undefined && !Array.isArray(given)) return undefined;
  const corners = given?.map(cornerOf).filter((corner) => corner !== undefined);
  if (corners !== undefined && (corners.length !== given?.length || corners.length < 3 || corners.length > mostCorners)) return undefined;
  return { words: value.words, ...(squareMetres === undefined ? {} : { squareMetres }), ...(corners === undefined ? {} : { corners }) };
}

const earthRadius = 6_371_008.8;
const radians = (degrees: number) => (degrees * Math.PI) / 180;

/** Square metres inside the corners, on a sphere with the mean earth radius (IUGG); good to half a per cent for areas of a town. */
export function squareMetresOf(corners: readonly Corner[]): number {
  let sum = 0;
  corners.forEach((corner, i) => {
    const next = corners[(i + 1) % corners.length] ?? corner;
    sum += radians(next.lon - corner.lon) * (2 + Math.sin(radians(corner.lat)) + Math.sin(radians(next.lat)));
  });
  return Math.round(Math.abs(sum * earthRadius * earthRadius) / 2 * 10) / 10;
}
