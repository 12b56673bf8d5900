/** Texts of recordings. */
export const recordings = {} as const
