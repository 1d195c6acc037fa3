import { useCallback, useMemo, useRef, useState } from 'react'
import type { ParcelRow } from '#contract/orders.ts'

/** One bulk act takes no more than this; a larger selection is worked off in several acts. */
const MOST_SELECTED = 1000
/** More rows are fetched when the cursor comes this near to the end. */
const LOAD_BEFORE = 30

type Loading = { hasMore: boolean; isLoadingMore: boolean; loadMore: () => void }
export type ReviewCursor = ReturnType<typeof useReviewCursor>

/**
 * Where the reviewer stands in the list and what is selected. When the parcel under the cursor leaves (approved, taken by
 * somebody else), the cursor stays in its place and the next one moves up.
 */
export function useReviewCursor(loaded: readonly ParcelRow[], { hasMore, isLoadingMore, loadMore }: Loading) {
  const [gone, setGone] = useState<ReadonlySet<string>>(new Set())
  const rows = useMemo(() => loaded.filter((row) => !gone.has(rowVersion(row))), [loaded, gone])
  const [cursorId, setCursorId] = useState<string | null>(null)
  const lastIndex = useRef(0)
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const [anchorId, setAnchorId] = useState<string | null>(null)
  const [openedId, setOpened] = useState<string | null>(null)

  const found = rows.findIndex((row) => row.parcelId === cursorId)
  const index = found >= 0 ? found : Math.min(lastIndex.current, rows.length - 1)
  lastIndex.current = Math.max(index, 0)
  const current = rows[index]
  const selected = useMemo(() => rows.filter((row) => chosen.has(row.parcelId)).slice(0, MOST_SELECTED), [rows, chosen])

  const goTo = useCallback((parcelId: string) => setCursorId(parcelId), [])
  const move = (step: number) => {
    const target = rows[Math.max(0, Math.min(rows.length - 1, index + step))]
    if (target) setCursorId(target.parcelId)
    if (hasMore && !isLoadingMore && index + step > rows.length - LOAD_BEFORE) loadMore()
  }
  const toggle = useCallback((parcelId: string) => {
    setAnchorId(parcelId)
    setChosen((before) => {
      const after = new Set(before)
      if (!after.delete(parcelId)) after.add(parcelId)
      return after
    })
  }, [])
  const selectRange = () => {
    const anchor = rows.findIndex((row) => row.parcelId === anchorId)
    const [from, to] = anchor < 0 ? [index, index] : [Math.min(anchor, index), Math.max(anchor, index)]
    setChosen(new Set([...chosen, ...rows.slice(from, to + 1).map((row) => row.parcelId)]))
  }
  const toggleAll = () =>
    setChosen(chosen.size > 0 ? new Set() : new Set(rows.slice(0, MOST_SELECTED).map((row) => row.parcelId)))
  /** Done ones leave at once; the next reading confirms it. One that comes back changed is shown again. */
  const drop = (parcelIds: readonly string[]) => {
    const done = new Set(parcelIds)
    setGone((before) => new Set([...before, ...loaded.filter((row) => done.has(row.parcelId)).map(rowVersion)]))
    setChosen(new Set([...chosen].filter((parcelId) => !done.has(parcelId))))
    const stays = (row: ParcelRow) => !done.has(row.parcelId)
    const next = rows.slice(Math.max(index, 0)).find(stays) ?? rows.slice(0, Math.max(index, 0)).findLast(stays)
    if (next) setCursorId(next.parcelId)
  }
  return {
    rows,
    current,
    chosen,
    selected,
    opened: rows.find((row) => row.parcelId === openedId),
    goTo,
    setOpened,
    move,
    toggle,
    selectRange,
    toggleAll,
    clear: () => setChosen(new Set()),
    drop,
  }
}

function rowVersion(row: ParcelRow): string {
  return `${row.parcelId} ${row.version} ${row.station}`
}
