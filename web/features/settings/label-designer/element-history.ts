import { useState } from 'react'
import type { AddOnElement } from '#contract/print-templates.ts'

type History<T> = { past: T[]; now: T; future: T[] }
const MOST_STEPS = 100

/** Something while it is being arranged, with a way back and forth. */
export function useHistory<T>(saved: T) {
  const [history, setHistory] = useState<History<T>>({ past: [], now: saved, future: [] })
  return {
    now: history.now,
    isChanged: JSON.stringify(history.now) !== JSON.stringify(saved),
    canUndo: history.past.length > 0,
    canRedo: history.future.length > 0,
    change: (next: T) => setHistory(({ past, now }) => ({ past: [...past, now].slice(-MOST_STEPS), now: next, future: [] })),
    undo: () =>
      setHistory(({ past, now, future }) =>
        past.length > 0
          ? { past: past.slice(0, -1), now: past[past.length - 1] as T, future: [now, ...future] }
          : { past, now, future },
      ),
    redo: () =>
      setHistory(({ past, now, future }) =>
        future.length > 0 ? { past: [...past, now], now: future[0] as T, future: future.slice(1) } : { past, now, future },
      ),
  }
}

/** One of the elements, changed. */
export const changedElement = <E extends { elementId: string }>(
  elements: readonly E[],
  elementId: string,
  fields: Partial<Omit<AddOnElement, 'field'>>,
): E[] => elements.map((element) => (element.elementId === elementId ? { ...element, ...fields } : element))
