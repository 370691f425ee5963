import { z } from "zod";

/** For checks of files that people in offices and operations bring: what does not fit is said in German, where the check has no words of its own. */
export const inGerman = { error: z.locales.de().localeError };
