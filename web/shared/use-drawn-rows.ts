import { startTransition, useEffect, useState } from 'react'

/** A screen full of rows: drawn first, and the others of the page right behind them. */
export const FIRST_DRAWN = 20

/**
 * A list that was not there when its page came shows a screen full at once. One that was is drawn whole: the page may scroll back to
 * its place.
 */
export function useDrawnRows<Row>(rows: readonly Row[]): readonly Row[] {
  const [count, setCount] = useState(() => Math.max(rows.length, FIRST_DRAWN))
  useEffect(() => {
    if (rows.length > count) startTransition(() => setCount(rows.length))
  }, [rows.length, count])
  return rows.length > count ? rows.slice(0, count) : rows
}
