import { useState } from 'react'
import type { AddOnElement } from '#contract/print-templates.ts'

type History = { past: AddOnElement[][]; now: AddOnElement[]; future: AddOnElement[][] }
const MOST_STEPS = 100

/** The elements while they are being arranged, with a way back and forth. */
export function useElementHistory(saved: AddOnElement[]) {
  const [history, setHistory] = useState<History>({ past: [], now: saved, future: [] })
  const change = (next: AddOnElement[]) =>
    setHistory(({ past, now }) => ({ past: [...past, now].slice(-MOST_STEPS), now: next, future: [] }))
  return {
    elements: history.now,
    isChanged: JSON.stringify(history.now) !== JSON.stringify(saved),
    canUndo: history.past.length > 0,
    canRedo: history.future.length > 0,
    change,
    changeOne: (elementId: string, fields: Partial<AddOnElement>) =>
      change(history.now.map((element) => (element.elementId === elementId ? { ...element, ...fields } : element))),
    undo: () =>
      setHistory(({ past, now, future }) => {
        const before = past.at(-1)
        return before ? { past: past.slice(0, -1), now: before, future: [now, ...future] } : { past, now, future }
      }),
    redo: () =>
      setHistory(({ past, now, future }) => {
        const [next, ...rest] = future
        return next ? { past: [...past, now], now: next, future: rest } : { past, now, future }
      }),
  }
}
