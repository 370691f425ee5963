/** What stands in the answers of a form: values of fields by their ids. */
export interface UploadedFile { readonly id: string; readonly name: string; readonly size: number; readonly type: string; readonly sha256: string }
export interface PlaceAnswer { readonly words: string; readonly lat?: number; readonly lon?: number }
/** Degrees, WGS 84. */
export interface Corner { readonly lat: number; readonly lon: number }
export interface AreaAnswer { readonly words: string; readonly squareMetres?: number; readonly corners?: readonly Corner[] }
/** A slot: its key in the town's system and its beginning, `YYYY-MM-DDTHH:MM` German legal time. Or a wish: a day, and when on it. */
export type AppointmentAnswer = { readonly slot: string; readonly at: string } | { readonly day: string; readonly time: "morning" | "afternoon" | "any" };
export type Answer = string | number | boolean | null | UploadedFile | PlaceAnswer | AreaAnswer | Corner | AppointmentAnswer | readonly Answer[] | Answers;
export interface Answers { readonly [id: string]: Answer | undefined }
