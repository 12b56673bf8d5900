/** Texts of ledgers. */
export const ledgers = {} as const
