/** How far a clock of the system may be from Beijing time, either way, ms (A-15.1.4.b, A-N3.5.a). */
export const clockDeviationLimitMs = 20_000

/** Beijing time minus UTC, ms. Shanghai keeps it all year, without summer time. */
export const beijingOffsetMs = 8 * 3_600_000
