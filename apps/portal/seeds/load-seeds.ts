import { readdirSync, readFileSync } from "node:fs";
import { z } from "zod";
import { localSeed, type LocalSeed } from "./schema/local.ts";
import { lifeSituations, serviceSeed, serviceText, sourceSeed, thesaurus } from "./schema/service.ts";
import type { LifeSituation, ServiceSeed, ServiceText, SourceSeed, Thesaurus } from "./schema/service.ts";
import { realTownSeed, townSeed, type RealTownSeed, type TownSeed } from "./schema/town.ts";

/** Everything an empty installation begins with. */
export type Seeds = {
  /** The 86 services, in the order of the list they come from. */
  readonly services: readonly ServiceSeed[];
  /** General texts, at most one per service. */
  readonly texts: readonly ServiceText[];
  readonly thesaurus: Thesaurus;
  readonly lifeSituations: { readonly citizen: readonly LifeSituation[]; readonly business: readonly LifeSituation[] };
  /** Musterstadt, Beispielhausen, Kreis Musterland. */
  readonly towns: readonly TownSeed[];
  readonly realTown: RealTownSeed;
  /** One per invented town. */
  readonly local: readonly LocalSeed[];
  readonly sources: readonly SourceSeed[];
};

const TOWNS = ["musterstadt", "beispielhausen", "kreis-musterland"] as const;

/**
 * Reads and checks all seed files beside this one. Takes some ten milliseconds; call it once.
 * @throws Error naming the file if one is missing or wrong, since then the installation is broken
 */
export function loadSeeds(): Seeds {
  const services = read("services.json", z.array(serviceSeed));
  const situations = read("life-situations.json", lifeSituations);
  return {
    services,
    texts: jsonFilesIn("texts").flatMap((file) => read(file, z.array(serviceText))),
    thesaurus: read("thesaurus.json", thesaurus),
    lifeSituations: {
      citizen: situations.citizen.map((situation) => withServices(situation, services)),
      business: situations.business.map((situation) => withServices(situation, services)),
    },
    towns: TOWNS.map((slug) => townOf(slug)),
    realTown: read("towns/real-town.json", realTownSeed),
    local: TOWNS.map((slug) => localOf(slug)),
    sources: read("sources.json", z.array(sourceSeed)),
  };
}

function townOf(slug: string): TownSeed {
  const town = read(`towns/${slug}.json`, townSeed);
  return { ...town, armsSvg: textOf(town.arms) };
}

function localOf(slug: string): LocalSeed {
  const local = read(`local/${slug}.json`, localSeed);
  const responsibilities = local.responsibilities.flatMap(({ leikaKeys, ...rest }) => leikaKeys.map((leikaKey) => ({ ...rest, leikaKey })));
  return { ...local, responsibilities };
}

function withServices(situation: Omit<LifeSituation, "services">, services: readonly ServiceSeed[]): LifeSituation {
  const main = situation.code.slice(0, 3);
  return { ...situation, services: services.filter((service) => service.pvLage.code.startsWith(main)).map((service) => service.leikaKey) };
}

function read<Shape extends z.ZodType>(file: string, shape: Shape): z.infer<Shape> {
  try {
    return shape.parse(JSON.parse(textOf(file)));
  } catch (cause) {
    throw new Error(`seed file ${file} is missing or wrong`, { cause });
  }
}

function textOf(file: string): string {
  return readFileSync(new URL(file, import.meta.url), "utf8");
}

function jsonFilesIn(folder: string): string[] {
  return readdirSync(new URL(`${folder}/`, import.meta.url))
    .filter((name) => name.endsWith(".json"))
    .toSorted()
    .map((name) => `${folder}/${name}`);
}
