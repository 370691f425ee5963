import { type Codec, inNamespace, type Item, named, record, type ValueOf } from "../codec/codec.ts";
import { attribute, choice, list, optionalAttribute, required } from "../codec/items.ts";
import { decodeBase64, language, nonEmptyString, positiveInteger } from "../codec/simple-type.ts";
import { ns } from "../names.ts";
import { childElements, isElement, isNamed, ownText, xmlElement, type XmlElement } from "../xml/xml-element.ts";
import { includeElement, includeHref } from "../xml/xop-include.ts";
import { XtaFormatError } from "../xta-format-error.ts";

const own = inNamespace(ns.xta);

/** Where bytes are: in the envelope, or in the MIME part of this Content-ID. */
export type Carried = { readonly kind: "inline"; readonly bytes: Uint8Array } | { readonly kind: "part"; readonly contentId: string };

function readCarried(element: XmlElement, text: string, path: string): Carried {
  const contentId = includeHref(element, path);
  if (contentId !== undefined) return { kind: "part", contentId };
  const bytes = decodeBase64(text);
  if (bytes === undefined) throw new XtaFormatError("base64", path, "the content is not base64");
  return { kind: "inline", bytes };
}

const writeCarried = (carried: Carried): XmlElement | string =>
  carried.kind === "part" ? includeElement(carried.contentId) : Buffer.from(carried.bytes).toString("base64");

const carriedItem: Item<Carried> = {
  take(cursor) {
    const include = cursor.next(ns.xop, "Include");
    const text = cursor.text();
    return readCarried(xmlElement(ns.xta, "content", include ? [include, ...(text === "" ? [] : [text])] : [text]), text, cursor.path);
  },
  put: (value, { children }) => { children.push(writeCarried(value)); },
};

/** Attributes after RFC 2183; which of them a procedure wants, its own standard says. */
export const contentAttributes = {
  contentType: attribute("contentType", nonEmptyString),
  encoding: optionalAttribute("encoding", nonEmptyString),
  filename: optionalAttribute("filename", nonEmptyString),
  contentDescription: optionalAttribute("contentDescription", nonEmptyString),
  id: optionalAttribute("id", nonEmptyString),
  lang: optionalAttribute("lang", language),
  /** Bytes, as the sender says; it is not checked here, since senders are known to count differently. */
  size: optionalAttribute("size", positiveInteger),
};
const content = record({ ...contentAttributes, carried: carriedItem });

/** xenc:EncryptedData: everything is kept as it is, only the cipher value may travel as a part. */
const encryptedData: Codec<{ readonly element: XmlElement; readonly cipher: Carried }> = {
  read(element, _reading, path) {
    const [cipherData, ...more] = childElements(element).filter((child) => isNamed(child, ns.xenc, "CipherData"));
    const [value, ...others] = cipherData ? childElements(cipherData) : [];
    if (!value || more.length > 0 || others.length > 0 || !isNamed(value, ns.xenc, "CipherValue")) {
      throw new XtaFormatError("unexpected", `${path}/CipherData`, "exactly one CipherValue is read; references to elsewhere are not followed");
    }
    return { element: withCipher(element, []), cipher: readCarried(value, ownText(value), `${path}/CipherData/CipherValue`) };
  },
  write({ element, cipher }) {
    const { attributes, children } = withCipher(element, [writeCarried(cipher)]);
    return { attributes: [...attributes], children: [...children] };
  },
};

function withCipher(element: XmlElement, value: XmlElement["children"]): XmlElement {
  return {
    ...element,
    children: element.children.map((child) => (isElement(child) && isNamed(child, ns.xenc, "CipherData")
      ? { ...child, children: [xmlElement(ns.xenc, "CipherValue", value)] } : child)),
  };
}

const plain = record({ message: required(own("Message", content)), attachments: list(own("Attachment", content)) });

/** What is encrypted when the author encrypts. */
export const contentContainer = own("ContentContainer", plain);

/** The body of a message on the wire: content, or content encrypted by the author for the reader. */
export const genericContentContainer = own("GenericContentContainer", record({
  content: choice(["plain", contentContainer], ["encrypted", named(ns.xenc, "EncryptedData", encryptedData)]),
}));

export type CarriedContent = ValueOf<typeof content>;
export type CarriedContainer = ValueOf<typeof genericContentContainer.codec>;
