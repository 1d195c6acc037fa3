import { useEffect, useRef } from 'react'
import type { ReviewCursor } from './use-review-cursor.ts'

type ReviewKeysInput = { cursor: ReviewCursor; openCurrent: () => void; showHelp: () => void }

const PAGE_STEP = 10

/** Keys of the review page. Letters press the button of the bar that carries them, so a key can never do what its button may not. */
export function useReviewKeys(input: ReviewKeysInput) {
  const bar = useRef<HTMLDivElement>(null)
  const latest = useRef(input)
  useEffect(() => {
    latest.current = input
  })
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (isElsewhere(event)) return
      const isTaken = walk(event, latest.current) || press(event.key, bar.current)
      if (isTaken) event.preventDefault()
    }
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  }, [])
  return bar
}

/** Typing, a dialogue, or a key that belongs to the browser. */
function isElsewhere(event: KeyboardEvent): boolean {
  if (event.isComposing || event.altKey) return true
  if ((event.ctrlKey || event.metaKey) && event.key !== 'a') return true
  const { target } = event
  if (!(target instanceof HTMLElement)) return false
  if (target.isContentEditable || target.closest('input:not([type="checkbox"]), textarea, select, .ant-modal, .ant-select'))
    return true
  // Enter and Space on a focused button press that button.
  return (event.key === 'Enter' || event.key === ' ') && target.closest('button, a') !== null
}

function walk(event: KeyboardEvent, { cursor, openCurrent, showHelp }: ReviewKeysInput): boolean {
  const { key } = event
  if ((event.ctrlKey || event.metaKey) && key === 'a') cursor.toggleAll()
  else if (key === 'j' || key === 'ArrowDown') walkBy(1, event, cursor)
  else if (key === 'k' || key === 'ArrowUp') walkBy(-1, event, cursor)
  else if (key === 'PageDown') cursor.move(PAGE_STEP)
  else if (key === 'PageUp') cursor.move(-PAGE_STEP)
  else if (key === 'Home') cursor.move(-cursor.rows.length)
  else if (key === 'End') cursor.move(cursor.rows.length)
  else if (key === ' ') {
    if (cursor.current) cursor.toggle(cursor.current.parcelId)
  } else if (key === 'x') cursor.selectRange()
  else if (key === 'Escape') cursor.clear()
  else if (key === 'Enter') openCurrent()
  else if (key === '?') showHelp()
  else return false
  return true
}

function walkBy(step: 1 | -1, event: KeyboardEvent, cursor: ReviewCursor) {
  if (event.shiftKey && cursor.current && !cursor.chosen.has(cursor.current.parcelId)) cursor.toggle(cursor.current.parcelId)
  cursor.move(step)
}

function press(key: string, bar: HTMLElement | null): boolean {
  if (!/^[a-z]$/.test(key)) return false
  const button = [bar, document]
    .map((root) => root?.querySelector<HTMLButtonElement>(`button[data-press="${key}"]`))
    .find(Boolean)
  if (!button || button.disabled) return false
  button.click()
  return true
}
