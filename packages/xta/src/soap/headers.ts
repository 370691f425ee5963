import { named, raw, type ValueOf } from "../codec/codec.ts";
import { party } from "../model/party.ts";
import { messageMetaData } from "../model/message-meta-data.ts";
import { msgBoxResponse } from "../model/message-box.ts";
import { ns } from "../names.ts";

/** The header blocks of XTA; those of WS-Addressing stand in `addressing.ts`. */
export const headerBlocks = {
  author: named(ns.oscimeta, "Author", party),
  metaData: messageMetaData,
  msgBox: msgBoxResponse,
  /** Certificates for the reader (`osci:X509TokenContainer`), carried as they are. */
  certificates: named(ns.osci, "X509TokenContainer", raw),
};
export type HeaderName = keyof typeof headerBlocks;
export type XtaHeaders = { readonly [K in HeaderName]?: ValueOf<(typeof headerBlocks)[K]["codec"]> };
