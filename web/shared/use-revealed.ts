import { useCallback, useEffect, useState } from 'react'

/** How long plain personal data stays on a screen. */
const SHOWN_S = 60

/** Something that is shown in plain for a minute and then masked again by itself. */
export function useRevealed<T>() {
  const [shown, setShown] = useState<{ value: T; until: number } | null>(null)
  const [secondsLeft, setSecondsLeft] = useState(0)
  useEffect(() => {
    if (!shown) return
    const tick = () => {
      const left = Math.ceil((shown.until - Date.now()) / 1000)
      setSecondsLeft(left)
      if (left <= 0) setShown(null)
    }
    tick()
    const timer = setInterval(tick, 500)
    return () => clearInterval(timer)
  }, [shown])
  const show = useCallback((value: T) => setShown({ value, until: Date.now() + SHOWN_S * 1000 }), [])
  const hide = useCallback(() => setShown(null), [])
  return { value: shown?.value ?? null, secondsLeft, show, hide }
}
