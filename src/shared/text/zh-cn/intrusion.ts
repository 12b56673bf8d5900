/** Texts of intrusion. */
export const intrusion = {} as const
