/**
 * Settings under which the queue's statements are planned once. They take arrays, of which the planner thinks that they are worth a plan of their own each time: planning then costs more than
 * running them. A plan made once must also hold when the table, empty while it was made, holds thousands: by its indexes, whatever the statistics say.
 */
export const plannedOnce: readonly string[] = ["set plan_cache_mode = force_generic_plan", "set enable_seqscan = off"];
