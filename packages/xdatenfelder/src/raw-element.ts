import type { RohesElement } from "./unknown.ts";
import type { XmlElement } from "./xml-tree.ts";

/** An element with all that is in it, as it stood in the file. */
export function rawElement(element: XmlElement): RohesElement {
  const inhalt: (string | RohesElement)[] = [];
  let at = 0;
  const text = (to: number): void => {
    if (to > at) inhalt.push(element.text.slice(at, to));
    at = to;
  };
  for (const child of element.children) {
    text(child.textBefore);
    inhalt.push(rawElement(child));
  }
  text(element.text.length);
  const own = [...element.attributes].map(([name, wert]) => ({ name, namespace: "", wert }));
  return { name: element.name, namespace: element.namespace, attribute: [...own, ...element.foreignAttributes], inhalt };
}
