/** Texts of cameras. */
export const cameras = {} as const
