/** Texts of map. */
export const map = {} as const
