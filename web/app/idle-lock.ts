import { useEffect } from 'react'
import { call } from '#web/shared/api.ts'
import { touches } from '#web/shared/attention.ts'
import { isIdle } from '#web/shared/attention-rules.ts'
import { passGate } from '#web/shared/gate.ts'
import { useOperation } from '#web/shared/use-operation.ts'

const LOOK_EVERY_MS = 5_000

/** Locks the session when nobody has touched any tab of it for as long as the merchant allows. The server would do so too, at the next call. */
export function useIdleLock() {
  const session = useOperation('team.readSession', {}, { staleMs: 300_000 })
  const idleMinutes = session.data?.idleMinutes ?? null
  useEffect(() => {
    if (idleMinutes === null) return undefined
    const timer = window.setInterval(() => {
      if (isIdle(idleMinutes, touches(), Date.now())) void lockNow()
    }, LOOK_EVERY_MS)
    return () => window.clearInterval(timer)
  }, [idleMinutes])
}

let isLocking = false
/** Locks this session and shows the lock screen at once. */
export async function lockNow() {
  if (isLocking) return
  isLocking = true
  try {
    await call('team.lockSession', {}).catch(() => undefined)
    await passGate('sessionLocked')
  } finally {
    isLocking = false
  }
}
