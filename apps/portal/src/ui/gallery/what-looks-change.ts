/** The markup is the same in the dark, on a phone and in forced colours, and axe reads it whole once; there it looks at what colours and sizes change. */
export const whatLooksChange = ["color-contrast", "link-in-text-block", "target-size", "scrollable-region-focusable"];
