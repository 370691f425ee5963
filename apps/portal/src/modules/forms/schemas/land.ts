/** The Land whose rules apply in this installation (»Für die Länder NW, SL gilt: …«). */
export const land = "NW";
