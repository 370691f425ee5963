import { z } from "zod";
import { fieldBase } from "../../definition-schema.ts";
import type { FieldModule } from "../field-module.ts";
import { appointmentBehaviour } from "./appointment-behaviour.ts";

export const appointment: FieldModule<"appointment"> = {
  schema: z.strictObject({ ...fieldBase, type: z.literal("appointment") }),
  behaviour: appointmentBehaviour,
  repeatable: false,
  prefill: [],
  editor: {
    name: { de: "Termin", en: "Appointment" },
    use: { de: "Ein freier Termin der Behörde; wo keine Termine angebunden sind, ein Wunschtag.", en: "A free appointment of the office; where none are connected, a wished day." },
    start: (id, label) => ({ kind: "field", id, type: "appointment", label }),
    properties: {},
  },
};
