import { z } from "zod";

export const problemSchema = z.object({ type: z.string(), title: z.string(), detail: z.string(), instance: z.string() });
