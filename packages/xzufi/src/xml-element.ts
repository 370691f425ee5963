/** One XML element of the object that is being read: local name, namespace, attributes, own text, children in file order. */
export interface XmlElement {
  readonly name: string;
  readonly namespace: string;
  readonly line: number;
  readonly path: string;
  readonly attributes: ReadonlyMap<string, string>;
  /** Local name of `xsi:type`, its prefix stripped. */
  readonly xsiType: string | undefined;
  text: string;
  readonly children: XmlElement[];
}
