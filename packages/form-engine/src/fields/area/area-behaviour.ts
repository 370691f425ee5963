import type { AreaField, Corner } from "../../definition.ts";
import { firstForeignCharacter, hasControlCharacter, lengthOf, normaliseLines } from "../../characters.ts";
import type { Language } from "../../text.ts";
import { empty, faulty, type FieldFactory, valued } from "../field-behaviour.ts";
import { enterMessage, problem, wrongType } from "../messages.ts";
import { numberInWords } from "../number/number-in-words.ts";
import { coordinate } from "../place/place-behaviour.ts";
import { areaOf, mostCorners, squareMetresOf } from "./area-answer.ts";

const most = 1000;

/** `lat lon; lat lon; …`, as the script writes it and as anybody can type it. */
function readCorners(typed: string): readonly Corner[] | undefined {
  const corners = typed.split(";").map((pair) => pair.trim().split(/[ ,]+/).map(coordinate)).map(([lat, lon, ...rest]) => (lat === undefined || lon === undefined || rest.length > 0 ? undefined : { lat, lon }));
  return corners.length >= 3 && corners.length <= mostCorners ? corners.filter((corner) => corner !== undefined).length === corners.length ? corners.filter((corner) => corner !== undefined) : undefined : undefined;
}

const squareMetres = (size: number, lang: Language) => numberInWords(size, "number", { de: "m²" }, lang);

/**
 * An area in words, with its size and corners where somebody has them. Words and size are a whole answer; with corners the size is
 * computed from them. Inputs: the words, `size` (m²), `corners` (`lat lon; lat lon; …`).
 */
export const areaBehaviour: FieldFactory<AreaField> = ({ label }) => {
  const tooLong = problem("too-long", label, (l) => `Kürzen Sie ${l} auf höchstens ${most} Zeichen.`, (l) => `Shorten ${l} to ${most} characters or fewer.`);
  const foreign = problem("characters", label, (l) => `Ersetzen Sie bei ${l} die Sonderzeichen.`, (l) => `Replace the special characters in ${l}.`);
  const wrongSize = problem("wrong-format", label, (l) => `Geben Sie bei ${l} die Größe in Quadratmetern ein, zum Beispiel 12,5.`, (l) => `Enter the size in square metres for ${l}, for example 12.5.`, "size");
  const wrongCorners = problem("wrong-format", label, (l) => `Geben Sie bei ${l} drei oder mehr Eckpunkte an oder keine: Breite und Länge mit Punkt, Eckpunkte durch Strichpunkt getrennt.`, (l) => `Enter three or more corners for ${l} or none: latitude and longitude, corners separated by semicolons.`, "corners");
  const noWords = problem("incomplete", label, (l) => `Beschreiben Sie bei ${l} die Fläche auch in Worten.`, (l) => `Describe the area in words, too, for ${l}.`);

  return {
    inputs: ["", "size", "corners"],
    missing: enterMessage(label),
    parse(submitted) {
      const [raw = "", size = "", points = ""] = ["", "size", "corners"].map((suffix) => (submitted(suffix)[0] ?? "").trim());
      if (raw.length > most * 4) return faulty(tooLong);
      const words = normaliseLines(raw);
      if (words === "" && size === "" && points === "") return empty;
      if (words === "") return faulty(noWords);
      if (points !== "") {
        const corners = points.length > 4000 ? undefined : readCorners(points);
        return corners === undefined ? faulty(wrongCorners) : valued({ words, squareMetres: squareMetresOf(corners), corners });
      }
      if (size === "") return valued({ words });
      const digits = size.replace(/ ?(?:m²|m2|qm)$/i, "").replace(/^(\d{1,3})((?:[. ]\d{3})+)(?=,|$)/, (_all, first: string, rest: string) => first + rest.replace(/[. ]/g, "")).replace(",", ".");
      const squares = /^\d{1,9}(?:\.\d{1,2})?$/.test(digits) ? Number(digits) : 0;
      return squares > 0 ? valued({ words, squareMetres: squares }) : faulty(wrongSize);
    },
    check(value) {
      const area = areaOf(value);
      if (area === undefined) return wrongType(label);
      if (lengthOf(area.words) > most) return tooLong;
      if (area.corners !== undefined && (area.squareMetres !== squareMetresOf(area.corners) || area.squareMetres === 0)) return wrongCorners;
      return hasControlCharacter(area.words) || firstForeignCharacter(area.words) !== undefined ? foreign : undefined;
    },
    shown(value) {
      const area = areaOf(value);
      const corners = area?.corners?.map(({ lat, lon }) => `${lat.toFixed(6)} ${lon.toFixed(6)}`).join("; ");
      return { "": [area?.words ?? ""], size: area?.squareMetres === undefined ? [] : [String(area.squareMetres).replace(".", ",")], corners: corners === undefined ? [] : [corners] };
    },
    summary(value, lang) {
      const area = areaOf(value);
      return area?.squareMetres === undefined ? area?.words ?? "" : `${area.words}\n${squareMetres(area.squareMetres, lang)}`;
    },
    document(value, lang) {
      const area = areaOf(value);
      const english = lang === "en";
      if (area?.squareMetres === undefined) return area?.words ?? "";
      const corners = area.corners?.map(({ lat, lon }) => `${lat.toFixed(6)}, ${lon.toFixed(6)}`).join("\n");
      return [
        { label: english ? "In words" : "In Worten", value: area.words },
        { label: english ? "Size" : "Größe", value: squareMetres(area.squareMetres, lang) },
        ...(corners === undefined ? [] : [{ label: english ? "Corners (WGS 84)" : "Eckpunkte (WGS 84)", value: corners }]),
      ];
    },
    exported(value) {
      const area = areaOf(value);
      if (area === undefined) return null;
      return { words: area.words, ...(area.squareMetres === undefined ? {} : { squareMetres: area.squareMetres }), ...(area.corners === undefined ? {} : { corners: area.corners.map(({ lat, lon }) => ({ lat, lon })) }) };
    },
    schema: () => ({
      type: "object", additionalProperties: false, required: ["words"], dependentRequired: { corners: ["squareMetres"] },
      properties: {
        words: { type: "string", maxLength: most }, squareMetres: { type: "number", exclusiveMinimum: 0, maximum: 1e9 },
        corners: { type: "array", minItems: 3, maxItems: mostCorners, items: { type: "object", additionalProperties: false, required: ["lat", "lon"], properties: { lat: { type: "number", minimum: -90, maximum: 90 }, lon: { type: "number", minimum: -180, maximum: 180 } } } },
      },
    }),
  };
};
