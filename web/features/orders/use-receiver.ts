import { useCallback, useEffect, useRef, useState } from 'react'
import { ApiError, call, type OutputOf } from '#web/shared/api.ts'
import { useProblemToast } from '#web/shared/problem-toast.tsx'
import { useCommand } from '#web/shared/use-operation.ts'
import { useRevealed } from '#web/shared/use-revealed.ts'

const LOOK_EVERY_MS = 700
type Look = OutputOf<'orders.revealReceiver'>

/** A receiver in plain text; where the platform masks it, what the platform answers is waited for. */
export function useReceiver(parcelId: string) {
  const plain = useRevealed<Look>()
  const showProblem = useProblemToast()
  const [waiting, setWaiting] = useState<Look | null>(null)
  const { show } = plain
  const ask = useCommand('orders.revealReceiver', {
    onDone: (look) => (look.lookId === null ? show(look) : setWaiting(look)),
  })
  const asked = useRef(parcelId)
  useEffect(() => {
    // Another parcel lies on the screen: nobody waits for the former one any more.
    if (asked.current !== parcelId) setWaiting(null)
    asked.current = parcelId
  }, [parcelId])
  useEffect(() => {
    if (!waiting?.lookId) return
    return untilAnswered(waiting.lookId, (answer) => {
      setWaiting(null)
      if (answer instanceof ApiError) showProblem(answer)
      else show({ ...waiting, ...answer })
    })
  }, [waiting, show, showProblem])
  const { mutate } = ask
  const reveal = useCallback((reason: { reason?: string }) => mutate({ parcelId, ...reason }), [mutate, parcelId])
  return { ...plain, reveal, isBusy: ask.isPending || waiting !== null, isAskingPlatform: waiting !== null }
}

type Receiver = NonNullable<OutputOf<'orders.readRevealedReceiver'>['receiver']>
/** Looks again and again until there is an answer; a broken connection is no answer. Answers how to stop. */
function untilAnswered(lookId: string, tell: (answer: Receiver | ApiError) => void): () => void {
  const stop = new AbortController()
  const look = async (): Promise<void> => {
    try {
      const { receiver } = await call('orders.readRevealedReceiver', { lookId }, { signal: stop.signal })
      if (stop.signal.aborted) return
      if (receiver) return tell(receiver)
    } catch (error) {
      if (stop.signal.aborted) return
      if (error instanceof ApiError && error.code !== 'unreachable') return tell(error)
    }
    setTimeout(() => void look(), LOOK_EVERY_MS)
  }
  const first = setTimeout(() => void look(), LOOK_EVERY_MS / 2)
  return () => {
    clearTimeout(first)
    stop.abort()
  }
}
