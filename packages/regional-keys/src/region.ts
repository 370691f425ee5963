/** `typ` of a municipality as the Statistisches Bundesamt writes it (GV-ISys, Textkennzeichen 61, 63, 64 …). */
export type MunicipalityType = "Kreisfreie Stadt" | "Stadt" | "Kreisangehörige Gemeinde";

export type Municipality = {
  /** Amtlicher Regionalschlüssel, 12 digits. */
  readonly ars: string;
  /** Amtlicher Gemeindeschlüssel, 8 digits. */
  readonly ags: string;
  /** `"Wetter (Ruhr)"` */
  readonly name: string;
  /** `"Wetter (Ruhr), Stadt"` */
  readonly officialName: string;
  readonly type: MunicipalityType;
  /** Prefix of the Kreis, 5 digits; of a kreisfreie Stadt its own. */
  readonly districtPrefix: string;
  /** Prefix of the Regierungsbezirk, 3 digits. */
  readonly regbezPrefix: string;
  readonly population: number;
  /** Unique among all municipalities and Kreise; a DNS label. */
  readonly slug: string;
};

export type District = {
  /** 12 digits, the last seven zero. */
  readonly ars: string;
  /** 5 digits. */
  readonly prefix: string;
  /** `"Kleve"`, `"Rhein-Kreis Neuss"` */
  readonly name: string;
  /** As people say it: `"Kreis Kleve"`, `"Rhein-Kreis Neuss"`. */
  readonly officialName: string;
  readonly seat: string;
  readonly regbezPrefix: string;
  /** Sum over its municipalities. */
  readonly population: number;
  /** Begins with `kreis-`. */
  readonly slug: string;
};

export type LevelKind = "bund" | "land" | "regierungsbezirk";

/** A level above the Kreise. */
export type Level = {
  readonly ars: string;
  /** `""` for the Bund. */
  readonly prefix: string;
  readonly kind: LevelKind;
  readonly name: string;
  readonly seat: string;
};

/** A postcode and the municipalities it lies in: seven postcodes of NRW lie in two. */
export type Postcode = {
  readonly postcode: string;
  /** ARS, 12 digits each, ascending. */
  readonly municipalities: readonly string[];
};

/** Where a table comes from and under which terms it may be passed on. */
export type TableSource = {
  readonly source: string;
  readonly licence: string;
  readonly licenceUrl: string;
  readonly attribution: string;
  /** State of the data where the source names one. */
  readonly asOf?: string;
};
