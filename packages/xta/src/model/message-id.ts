import { named, simple } from "../codec/codec.ts";
import { anyUri } from "../codec/simple-type.ts";
import { ns } from "../names.ts";

/** The id of an XTA message; in the body and in the meta data, not to be mixed up with the id of one SOAP request. */
export const messageId = named(ns.wsa, "MessageID", simple(anyUri, true));
