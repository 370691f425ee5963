/** A small invented transfer, to be broken in tests. Musterstadt, its key and the agency S100999 do not exist. */
export function transferXml(parts: { readonly schreibe?: string; readonly rest?: string; readonly namespace?: string; readonly root?: string; readonly attributes?: string; readonly kopf?: string } = {}): string {
  const { schreibe = leistungXml(), rest = "", namespace = "http://xoev.de/schemata/xzufi/2_2_0", root = "x:uebertragung", attributes = 'xzufiVersion="2.2.0"' } = parts;
  const kopf = parts.kopf ?? "<x:nachrichtenkopf><x:nachrichtUUID>6f2d6c0a-6c0e-4f7e-9d0f-0c1f5c8a0001</x:nachrichtUUID><x:erstelltDatumZeit>2026-01-15T03:00:00+01:00</x:erstelltDatumZeit></x:nachrichtenkopf>";
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${root} xmlns:x="${namespace}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" ${attributes}>\n${kopf}\n${schreibe === "" ? "" : `<x:schreibe>${schreibe}</x:schreibe>`}\n${rest}\n</${root}>\n`;
}

export function leistungXml(more = "", id = '<x:id schemeAgencyID="S100999">1001</x:id>'): string {
  return `<x:leistung>${id}<x:referenzLeiKa><code>99115005104000</code></x:referenzLeiKa>${more}</x:leistung>`;
}
