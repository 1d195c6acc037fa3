import { Tooltip } from 'antd'
import dayjs from 'dayjs'
import { useSyncExternalStore } from 'react'
import { useLanguage } from '#web/i18n/i18n.ts'

const TICK_MS = 30_000
let now = Date.now()
const listeners = new Set<() => void>()
let timer: number | undefined

/** One clock for all relative times on the page; it stands still when none is shown. */
function subscribe(listener: () => void) {
  listeners.add(listener)
  timer ??= window.setInterval(() => {
    now = Date.now()
    for (const each of listeners) each()
  }, TICK_MS)
  return () => {
    listeners.delete(listener)
    if (listeners.size > 0) return
    window.clearInterval(timer)
    timer = undefined
  }
}

export function exactMoment(at: string): string {
  return dayjs(at).format('YYYY-MM-DD HH:mm:ss')
}

/** “3 minutes ago”, the exact time when pointed at; older than a day: the date itself. */
export function Moment({ at, exact }: { at: string | null; exact?: boolean }) {
  useLanguage()
  useSyncExternalStore(subscribe, () => now)
  if (!at) return <span className="faint">—</span>
  if (exact) return <time dateTime={at}>{exactMoment(at)}</time>
  const moment = dayjs(at)
  const isNear = Math.abs(moment.diff(dayjs(), 'hour')) < 24
  const isThisYear = moment.isSame(dayjs(), 'year')
  return (
    <Tooltip title={exactMoment(at)}>
      <time dateTime={at}>{isNear ? moment.fromNow() : moment.format(isThisYear ? 'MM-DD HH:mm' : 'YYYY-MM-DD')}</time>
    </Tooltip>
  )
}
