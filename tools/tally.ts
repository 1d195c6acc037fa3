/** How many checks or tests passed and failed. */
export type Tally = { passed: number; failed: number }
