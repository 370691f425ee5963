/** Days of delivery.md 1.5.6. The period after a manual reject is uncertain there; seven days as after accept. */
export const TERMS = { incomplete: 1, remind: [3, 9], reject: 14, deleteUnanswered: 21, deleteAnswered: 7, forgetCase: 730 } as const;
