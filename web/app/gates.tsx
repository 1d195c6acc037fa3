import { lazy, Suspense, useEffect, useState } from 'react'
import { onSessionEnded } from '#web/shared/api.ts'
import { type Gate, keepGate } from '#web/shared/gate.ts'

const StepUpDialog = lazy(async () => ({ default: (await import('./step-up-dialog.tsx')).StepUpDialog }))
const LockScreen = lazy(async () => ({ default: (await import('./lock-screen.tsx')).LockScreen }))

type Waiting = ((isFree: boolean) => void) | null

/** What stands over the page while calls wait: the confirmation, and above it the lock. The page and what was typed into it stay. */
export function Gates() {
  const [confirming, endConfirming] = useGate('stepUpRequired')
  const [locked, endLock] = useGate('sessionLocked')
  return (
    <Suspense fallback={null}>
      {confirming && <StepUpDialog onDone={endConfirming} />}
      {locked && <LockScreen onDone={() => endLock(true)} />}
    </Suspense>
  )
}

function useGate(gate: Gate): [isOpen: boolean, end: (isFree: boolean) => void] {
  const [waiting, setWaiting] = useState<Waiting>(null)
  useEffect(
    () =>
      keepGate(gate, () => {
        const { promise, resolve } = Promise.withResolvers<boolean>()
        setWaiting(() => resolve)
        return promise
      }),
    [gate],
  )
  const end = (isFree: boolean) => {
    waiting?.(isFree)
    setWaiting(null)
  }
  useEffect(
    () =>
      onSessionEnded(() => {
        waiting?.(false)
        setWaiting(null)
      }),
    [waiting],
  )
  return [waiting !== null, end]
}
