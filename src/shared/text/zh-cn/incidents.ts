/** Texts of incidents. */
export const incidents = {} as const
