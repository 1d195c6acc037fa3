/** Is somebody at this browser? Told to the server with each call, so that a page that reads by itself keeps no session open. */
import { lastTouch } from './attention-rules.ts'

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

/** When this browser was touched: in this tab, and in whichever tab. */
export const touches = (): number[] => [touchedAt, Number(localStorage.getItem(KEY) ?? 0)]
export function isUnattended(): boolean {
  const now = Date.now()
  return now - lastTouch(touches(), now) > UNATTENDED_AFTER_MS
}
