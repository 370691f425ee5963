import { leistung231 } from "./read-leistung-231.ts";
import { leistung220 } from "./read-write-leistung.ts";
import { onlinedienst, organisationseinheit, zustaendigkeitTransferObjekt } from "./read-write-stellen.ts";
import type { Codec } from "./shape.ts";
import type { Objekt, XzufiVersion } from "./transfer.ts";

export type Codecs = { readonly [A in Objekt["art"]]: Codec<Extract<Objekt, { readonly art: A }>["inhalt"]> };

const edition220: Codecs = { leistung: leistung220, organisationseinheit, onlinedienst, zustaendigkeitTransferObjekt };

export const EDITIONS: Readonly<Record<XzufiVersion, Codecs>> = { "2.2.0": edition220, "2.3.1": { ...edition220, leistung: leistung231 } };

export const NAMESPACE_220 = "http://xoev.de/schemata/xzufi/2_2_0";

/** That of 2.3.1 is presumed from the one of 2.2.0; another one may be given to the reader. */
export const NAMESPACES: Readonly<Record<string, XzufiVersion>> = { [NAMESPACE_220]: "2.2.0", "http://xoev.de/schemata/xzufi/2_3_1": "2.3.1" };
