/** Is somebody at this browser? Told to the server with each call, so that a page that reads by itself keeps no session open. */

const KEY = 'zhanggui.lastTouch'
const UNATTENDED_AFTER_MS = 30_000
/** Other tabs are told no more often than this. */
const SHARE_EVERY_MS = 3_000

let touchedAt = Date.now()
let sharedAt = 0

function touch() {
  touchedAt = Date.now()
  if (touchedAt - sharedAt < SHARE_EVERY_MS) return
  sharedAt = touchedAt
  localStorage.setItem(KEY, String(touchedAt))
}

export function followAttention() {
  touch()
  for (const kind of ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart'])
    window.addEventListener(kind, touch, { capture: true, passive: true })
}

/** When this browser was last touched, in whichever tab. */
export const lastTouchedAt = (): number => Math.max(touchedAt, Number(localStorage.getItem(KEY) ?? 0))
export const isUnattended = (): boolean => Date.now() - lastTouchedAt() > UNATTENDED_AFTER_MS
