import { type KeyboardEvent, useRef } from 'react'
import type { Selection } from './use-selection.ts'

type TableKeysInput<Row> = {
  rows: readonly Row[]
  keyOf: (row: Row) => string
  selection?: Selection
  onOpen?: (row: Row) => void
}

/**
 * Keys of a table: ↑ ↓ move, Space selects, Shift+↑↓ selects along, Enter opens, Ctrl+A takes all, Esc drops the selection.
 * The focused row is the browser's own focus, so moving draws nothing again.
 */
export function useTableKeys<Row>({ rows, keyOf, selection, onOpen }: TableKeysInput<Row>) {
  const ref = useRef<HTMLDivElement>(null)

  const toggle = (key: string) => {
    if (!selection) return
    const has = selection.keys.includes(key)
    selection.set(has ? selection.keys.filter((each) => each !== key) : [...selection.keys, key])
  }

  const move = (from: string, step: 1 | -1, isSelecting: boolean) => {
    const index = rows.findIndex((row) => keyOf(row) === from)
    const target = rows[index + step]
    if (!target) return
    const key = keyOf(target)
    ref.current?.querySelector<HTMLElement>(`[data-row-key="${CSS.escape(key)}"]`)?.focus()
    if (isSelecting && selection) selection.set([...new Set([...selection.keys, from, key])])
  }

  const onKeyDown = (event: KeyboardEvent) => {
    const row = event.target instanceof HTMLElement && event.target.matches('[data-row-key]') ? event.target : null
    const key = row?.dataset.rowKey
    if (!key) return
    const act = actionOf(event)
    if (!act) return
    event.preventDefault()
    if (act === 'down' || act === 'up') move(key, act === 'down' ? 1 : -1, event.shiftKey)
    if (act === 'toggle') toggle(key)
    if (act === 'all') selection?.set(rows.map(keyOf))
    if (act === 'none') selection?.clear()
    if (act === 'open') {
      const opened = rows.find((each) => keyOf(each) === key)
      if (opened) onOpen?.(opened)
    }
  }
  return { ref, onKeyDown }
}

function actionOf(event: KeyboardEvent): 'down' | 'up' | 'toggle' | 'all' | 'none' | 'open' | null {
  if (event.key === 'ArrowDown') return 'down'
  if (event.key === 'ArrowUp') return 'up'
  if (event.key === ' ') return 'toggle'
  if (event.key === 'Enter') return 'open'
  if (event.key === 'Escape') return 'none'
  if (event.key === 'a' && (event.ctrlKey || event.metaKey)) return 'all'
  return null
}
