import type { Operations } from "@kommunalportal/extension-sdk";

type Application = Operations["getApplication"]["answer"];
export interface Point { readonly id: string; readonly text: string }

/** What a clerk compares with the files, made of the application itself; nothing of it is kept. */
export function pointsOf(application: Application): readonly Point[] {
  const groups = application.parts.flatMap(({ data }) => Object.keys(data));
  return [
    { id: "zustaendig", text: "Unser Amt ist zuständig" },
    ...(groups.includes("halter") || groups.includes("person") ? [{ id: "person", text: "Die Person stimmt mit dem Melderegister überein" }] : []),
    { id: "doppelt", text: "Es gibt keinen zweiten Vorgang zur selben Sache" },
    ...application.attachments.map(({ id, name }, index) => ({ id: `anlage-${id}`, text: `Anlage ${index + 1} (${name}) ist lesbar und gehört dazu` })),
  ];
}
