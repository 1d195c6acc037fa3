/** The way of a told change from the platforms to whoever listens: messages get lost there and overtake each other. */
import type { Faults } from './faults.ts'
import type { ChangeNotice } from './outside-platform.ts'

/** One that was held back and that nothing overtook goes after this time. */
const LONGEST_HOLD_MS = 500

export function createPushPost(faults: Faults, deliver: (notice: ChangeNotice) => void): (notice: ChangeNotice) => void {
  let held: ChangeNotice[] = []
  const release = (): void => {
    const late = held
    held = []
    // The last that was held back goes first.
    for (const notice of late.toReversed()) deliver(notice)
  }
  return (notice) => {
    const { platform } = notice.shop
    if (faults.strike('dropPush', platform)) return
    if (faults.strike('reorderPush', platform)) {
      held.push(notice)
      if (held.length === 1) setTimeout(release, LONGEST_HOLD_MS).unref()
      return
    }
    deliver(notice)
    release()
  }
}
