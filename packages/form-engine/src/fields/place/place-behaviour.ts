import type { Answer, PlaceAnswer, PlaceField } from "../../definition.ts";
import { firstForeignCharacter, hasControlCharacter, lengthOf, normaliseLine } from "../../characters.ts";
import { empty, faulty, type FieldFactory, valued } from "../field-behaviour.ts";
import { enterMessage, problem, wrongType } from "../messages.ts";

const most = 500;

function placeOf(value: Answer | undefined): PlaceAnswer | undefined {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  const { words, lat, lon } = Object.assign(Object.create(null) as { words?: unknown; lat?: unknown; lon?: unknown }, value);
  if (typeof words !== "string" || words === "") return undefined;
  if (lat === undefined && lon === undefined) return { words };
  if (typeof lat !== "number" || typeof lon !== "number" || !(Math.abs(lat) <= 90) || !(Math.abs(lon) <= 180)) return undefined;
  return { words, lat, lon };
}

/** Degrees as a map or a device writes them, with a decimal point. */
// Six decimals are eleven centimetres; more would only feign precision.
export function coordinate(typed: string): number | undefined {
  return /^-?\d{1,3}(?:\.\d{1,15})?$/.test(typed) ? Math.round(Number(typed) * 1e6) / 1e6 : undefined;
}

/** A place in words, with coordinates (WGS 84, degrees) from `<path>.lat` and `<path>.lon` where a map gave them. */
export const placeBehaviour: FieldFactory<PlaceField> = (field) => {
  const { label } = field;
  const tooLong = problem("too-long", label, (l) => `Kürzen Sie ${l} auf höchstens ${most} Zeichen.`, (l) => `Shorten ${l} to ${most} characters or fewer.`);
  const nowhere = problem("wrong-format", label, (l) => `Wählen Sie den Punkt auf der Karte für ${l} noch einmal oder beschreiben Sie den Ort in Worten.`, (l) => `Choose the point on the map for ${l} again or describe the place in words.`);
  const foreign = problem("characters", label, (l) => `Ersetzen Sie bei ${l} die Sonderzeichen.`, (l) => `Replace the special characters in ${l}.`);
  return {
    inputs: ["", "lat", "lon"],
    missing: enterMessage(label),
    parse(submitted) {
      const [raw = "", lat = "", lon = ""] = ["", "lat", "lon"].map((suffix) => (submitted(suffix)[0] ?? "").trim());
      if (raw.length > most * 4) return faulty(tooLong);
      const words = normaliseLine(raw);
      if (words === "") return empty;
      if (lat === "" && lon === "") return valued({ words });
      const [north, east] = [coordinate(lat), coordinate(lon)];
      return north === undefined || east === undefined ? faulty(nowhere) : valued({ words, lat: north, lon: east });
    },
    check(value) {
      const place = placeOf(value);
      if (place === undefined) return typeof value === "object" && value !== null && "lat" in value ? nowhere : wrongType(label);
      if (lengthOf(place.words) > most) return tooLong;
      return hasControlCharacter(place.words) || place.words.includes("\n") || firstForeignCharacter(place.words) !== undefined ? foreign : undefined;
    },
    shown(value) {
      const place = placeOf(value);
      const number = (degrees: number | undefined) => (degrees === undefined ? [] : [degrees.toFixed(6)]);
      return { "": [place?.words ?? ""], lat: number(place?.lat), lon: number(place?.lon) };
    },
    summary(value) {
      const place = placeOf(value);
      if (place?.lat === undefined || place.lon === undefined) return place?.words ?? "";
      return `${place.words} (${place.lat.toFixed(5)}, ${place.lon.toFixed(5)})`;
    },
    document(value, lang) {
      const place = placeOf(value);
      if (place?.lat === undefined || place.lon === undefined) return place?.words ?? "";
      const words = lang === "en" ? ["In words", "Coordinates (WGS 84)"] : ["In Worten", "Koordinaten (WGS 84)"];
      return [{ label: words[0] ?? "", value: place.words }, { label: words[1] ?? "", value: `${place.lat.toFixed(6)}, ${place.lon.toFixed(6)}` }];
    },
    exported(value) {
      const place = placeOf(value);
      if (place === undefined) return null;
      return { words: place.words, ...(place.lat === undefined || place.lon === undefined ? {} : { lat: place.lat, lon: place.lon }) };
    },
    schema: () => ({
      type: "object", additionalProperties: false, required: ["words"], dependentRequired: { lat: ["lon"], lon: ["lat"] },
      properties: { words: { type: "string", maxLength: most }, lat: { type: "number", minimum: -90, maximum: 90 }, lon: { type: "number", minimum: -180, maximum: 180 } },
    }),
  };
};
