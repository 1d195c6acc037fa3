import { Button, Checkbox, Skeleton } from 'antd'
import { memo, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { ParcelRow } from '#contract/orders.ts'
import { Moment } from '#web/shared/moment.tsx'
import { Money } from '#web/shared/money.tsx'
import { ClaimTag } from './claim-tag.tsx'
import { Deadline } from './deadline.tsx'
import { FlagChips, NoteMarks } from './flags.tsx'
import type { ReviewCursor } from './use-review-cursor.ts'

type ListState = { isLoading: boolean; hasMore: boolean; isLoadingMore: boolean; loadMore: () => void }
type ReviewListProps = { cursor: ReviewCursor; list: ListState; isNarrow: boolean }

/** Parcels waiting for a decision, two lines each, most urgent first. */
export function ReviewList({ cursor, list, isNarrow }: ReviewListProps) {
  const { t } = useTranslation()
  const ref = useRef<HTMLDivElement>(null)
  const currentId = cursor.current?.parcelId
  useEffect(() => {
    if (currentId) ref.current?.querySelector(`[data-id="${currentId}"]`)?.scrollIntoView({ block: 'nearest' })
  }, [currentId])
  useEffect(() => {
    // Who came by the menu still has the focus there, and Space and Enter would go to the link instead of the parcel.
    const isTyping = document.activeElement?.closest('input, textarea, .ant-modal')
    if (!list.isLoading && !isNarrow && !isTyping) ref.current?.focus({ preventScroll: true })
  }, [list.isLoading, isNarrow])
  if (list.isLoading) return <Skeleton active paragraph={{ rows: 8 }} />
  const { goTo, toggle, setOpened } = cursor
  return (
    <div className="review-list" ref={ref} role="listbox" tabIndex={0} aria-multiselectable aria-activedescendant={currentId}>
      {cursor.rows.map((row) => (
        <Row
          key={row.parcelId}
          row={row}
          isCurrent={row.parcelId === currentId && !isNarrow}
          isChosen={cursor.chosen.has(row.parcelId)}
          goTo={goTo}
          toggle={toggle}
          setOpened={isNarrow ? setOpened : null}
        />
      ))}
      {list.hasMore && (
        <Button type="text" block loading={list.isLoadingMore} onClick={list.loadMore}>
          {t('shared.loadMore')}
        </Button>
      )}
    </div>
  )
}

type RowProps = {
  row: ParcelRow
  isCurrent: boolean
  isChosen: boolean
  goTo: (parcelId: string) => void
  toggle: (parcelId: string) => void
  setOpened: ((parcelId: string) => void) | null
}

const Row = memo(function Row({ row, isCurrent, isChosen, goTo, toggle, setOpened }: RowProps) {
  const { parcelId } = row
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the page's own
    // biome-ignore lint/a11y/useFocusableInteractive: the list has the focus and names its active row
    <div
      id={parcelId}
      data-id={parcelId}
      className="review-row"
      role="option"
      aria-selected={isChosen}
      data-current={isCurrent}
      onClick={() => {
        goTo(parcelId)
        setOpened?.(parcelId)
      }}
    >
      {/* biome-ignore lint/a11y/noStaticElementInteractions lint/a11y/useKeyWithClickEvents: only keeps the tick from moving the cursor */}
      <span className="review-tick" onClick={(event) => event.stopPropagation()}>
        <Checkbox checked={isChosen} tabIndex={-1} onChange={() => toggle(parcelId)} aria-label={row.number} />
      </span>
      <RowText row={row} />
    </div>
  )
})

function RowText({ row }: { row: ParcelRow }) {
  const { t } = useTranslation()
  return (
    <div className="review-text">
      <div className="review-line">
        <span className="review-goods">{row.linesText}</span>
        <span className="review-pieces" data-many={row.pieces > 1}>
          {t('orders.pieces', { n: row.pieces })}
        </span>
        <Money fen={row.paidFen} />
      </div>
      <div className="review-line">
        <FlagChips parcelId={row.parcelId} flags={row.flags} />
        <NoteMarks row={row} />
        <span className="cell-sub review-facts">
          <span>{row.buyerNick}</span>
          <span>{row.province}</span>
          <span>{row.shopName}</span>
          <Moment at={row.paidAt ?? row.createdAt} />
          {row.reviewAfter && row.station === 'buffer' && <Moment at={row.reviewAfter} />}
        </span>
        <ClaimTag claim={row.claim} brief />
        <Deadline shipBy={row.shipBy} />
      </div>
    </div>
  )
}
