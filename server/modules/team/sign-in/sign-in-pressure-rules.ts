/**
 * How long tries have to wait. Per login and place: five free, then 1, 2, 4, … at most 15 minutes. Over all places: failures of a login
 * build up pressure that halves every hour; under it, tries from devices the login is not known on are spaced out, at most one a minute.
 * A known device and a passkey never wait for others, so nobody can be kept out of an account by somebody else's guessing.
 */
const FREE_TRIES = 5
export const waitMinutes = (tries: number): number => (tries < FREE_TRIES ? 0 : Math.min(15, 2 ** (tries - FREE_TRIES)))

const FREE_FAILURES = 20
const DOUBLES_EVERY = 20
const FIRST_GAP_S = 2
const LONGEST_GAP_S = 60
const HALF_LIFE_MS = 3600_000

/** Failures as they weigh now. */
export const pressureNow = (failures: number, sinceMs: number): number => failures * 0.5 ** (Math.max(0, sinceMs) / HALF_LIFE_MS)
/** Seconds between two tries under this pressure. */
export const gapSeconds = (pressure: number): number =>
  pressure < FREE_FAILURES ? 0 : Math.min(LONGEST_GAP_S, FIRST_GAP_S * 2 ** ((pressure - FREE_FAILURES) / DOUBLES_EVERY))
