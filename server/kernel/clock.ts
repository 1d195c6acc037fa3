/** Days and times in the shop's zone. All moments are UTC everywhere else. */
export const SHOP_ZONE = 'Asia/Shanghai'

const dayFormat = new Intl.DateTimeFormat('en-CA', { timeZone: SHOP_ZONE, year: 'numeric', month: '2-digit', day: '2-digit' })
/** The day (YYYY-MM-DD) a moment falls on in the shop's zone. */
export const dayOf = (at: Date): string => dayFormat.format(at)

const minuteFormat = new Intl.DateTimeFormat('sv-SE', { timeZone: SHOP_ZONE, dateStyle: 'short', timeStyle: 'short' })
/** The minute (YYYY-MM-DD HH:MM) a moment falls on in the shop's zone, for sentences. */
export const minuteOf = (at: Date): string => minuteFormat.format(at)
