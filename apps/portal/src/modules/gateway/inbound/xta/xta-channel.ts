import { z } from "zod";

/** Where the author of an application by XTA is answered, as it stands sealed in the way back. */
export const xtaChannel = z.object({ xta: z.object({
  type: z.string(), value: z.string(), service: z.string(),
  /** PEM: what is answered is encrypted for it. */
  certificate: z.string().optional(),
  /** Who handed in, where answers may go elsewhere. */
  author: z.string().optional(),
  /** Its metadata were enclosed in what was encrypted; so are those of what is answered. */
  bound: z.boolean().optional(),
}) });
