import { type PointerEvent, useDeferredValue, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { DOCUMENTS } from '#contract/closed-lists.ts'
import type { DocumentLayout } from '#contract/documents.ts'
import type { OutputOf } from '#web/shared/api.ts'
import { useOperation } from '#web/shared/use-operation.ts'
import type { Paper } from '#web/shared/use-paper-name.ts'
import { DrawnPage } from './drawn-page.tsx'
import { ElementBoxes } from './element-boxes.tsx'
import { changedElement } from './element-history.ts'

export type Chosen = { band: 'head' | 'foot'; elementId: string } | { column: number } | null
type Preview = OutputOf<'fulfilment.previewDocumentTemplate'>
type Change = (fields: Partial<DocumentLayout>) => void
type CanvasProps = {
  document: (typeof DOCUMENTS)[number]
  paper: Paper
  layout: DocumentLayout
  chosen: Chosen
  onChoose: (chosen: Chosen) => void
  onChange: Change
  /** Only to be looked at. */
  isFixed: boolean
}

/** A label is not blown up to the size of a letter. */
const PX_PER_MM = 5
const mmOf = (points: number): number => (points * 25.4) / 72

/** The document page by page as it prints, with its fields and columns to take hold of. */
export function DocumentCanvas({ document, paper, layout, isFixed, ...acts }: CanvasProps) {
  const { t } = useTranslation()
  const wanted = useDeferredValue(layout)
  const preview = useOperation(
    'fulfilment.previewDocumentTemplate',
    { document, paper, layout: wanted },
    { staleMs: 60_000 },
  ).data
  if (!preview) return null
  return (
    <div className="document-canvas" style={{ maxWidth: mmOf(preview.pages[0]?.width ?? 0) * PX_PER_MM }}>
      {preview.pages.map((page, k) => (
        <div
          // biome-ignore lint/suspicious/noArrayIndexKey: pages have nothing but their place
          key={k}
          className="document-page"
          style={{ aspectRatio: `${page.width} / ${page.height}` }}
        >
          <DrawnPage page={page} />
          {!isFixed && <Holds preview={preview} place={k} layout={layout} {...acts} />}
        </div>
      ))}
      {preview.shortened.length > 0 && (
        <small className="faint">
          {t('settings.movedBelow', {
            fields: preview.shortened.map((field) => t(`settings.fields.${field}` as 'settings.fields.notes')).join('、'),
          })}
        </small>
      )}
    </div>
  )
}

type HoldsProps = Pick<CanvasProps, 'layout' | 'chosen' | 'onChoose' | 'onChange'> & { preview: Preview; place: number }

/** What can be taken hold of on one page. */
function Holds({ preview, place, layout, chosen, onChoose, onChange }: HoldsProps) {
  const page = preview.pages[place]
  if (!page) return null
  const placeOf = (box: { x: number; y: number; width: number; height: number }) => ({
    left: `${(box.x / page.width) * 100}%`,
    top: `${(box.y / page.height) * 100}%`,
    width: `${(box.width / page.width) * 100}%`,
    height: `${(box.height / page.height) * 100}%`,
  })
  return (
    <>
      {(['head', 'foot'] as const).map(
        (band) =>
          preview[band].page === place &&
          preview[band].height > 0 && (
            <div key={band} className="element-area document-band" style={placeOf(preview[band])}>
              <ElementBoxes
                elements={layout[band]}
                widthMm={mmOf(preview[band].width)}
                heightMm={mmOf(preview[band].height)}
                chosenId={chosen && 'band' in chosen && chosen.band === band ? chosen.elementId : null}
                onChoose={(elementId) => onChoose(elementId === null ? null : { band, elementId })}
                onChange={(elementId, fields) => onChange({ [band]: changedElement(layout[band], elementId, fields) })}
                onRemove={(elementId) => onChange({ [band]: layout[band].filter((each) => each.elementId !== elementId) })}
              />
            </div>
          ),
      )}
      {preview.table.page === place && (
        <div className="document-columns" style={placeOf(preview.table)}>
          <ColumnHolds table={preview.table} layout={layout} chosen={chosen} onChoose={onChoose} onChange={onChange} />
        </div>
      )}
    </>
  )
}

type ColumnHoldsProps = Omit<HoldsProps, 'preview' | 'place'> & { table: Preview['table'] }
const NARROWEST_MM = 3

/** A column is chosen by its middle and made wider at its right edge, by mouse or arrow keys, at the next one’s expense. */
function ColumnHolds({ table, layout, chosen, onChoose, onChange }: ColumnHoldsProps) {
  const { t } = useTranslation()
  const [drag, setDrag] = useState<{ place: number; fromX: number } | null>(null)
  const widths = table.columns.map(({ width }) => mmOf(width))
  const shift = (place: number, byMm: number) => {
    const [left = 0, right = 0] = [widths[place], widths[place + 1]]
    const by = Math.min(Math.max(byMm, NARROWEST_MM - left), right - NARROWEST_MM)
    const next = widths.map((width, k) => (k === place ? left + by : k === place + 1 ? right - by : width))
    onChange({ columns: layout.columns.map((column, k) => ({ ...column, width: Math.round((next[k] ?? 1) * 10) / 10 })) })
  }
  const end = (event: PointerEvent<HTMLElement>) => {
    const frame = event.currentTarget.closest('.document-columns')?.getBoundingClientRect()
    if (drag && frame) shift(drag.place, ((event.clientX - drag.fromX) * mmOf(table.width)) / frame.width)
    setDrag(null)
  }
  return layout.columns.map((column, place) => {
    const shown = table.columns[place]
    if (!shown) return null
    const name = t(`settings.columns.${column.field}`)
    return (
      <div
        key={`${column.field} ${layout.columns.slice(0, place).filter(({ field }) => field === column.field).length}`}
        className="document-column"
        style={{ left: `${((shown.x - table.x) / table.width) * 100}%`, width: `${(shown.width / table.width) * 100}%` }}
      >
        <button
          type="button"
          className="column-hold"
          aria-label={name}
          aria-pressed={chosen !== null && 'column' in chosen && chosen.column === place}
          onClick={() => onChoose({ column: place })}
          onFocus={() => onChoose({ column: place })}
        />
        {place < layout.columns.length - 1 && (
          <button
            type="button"
            className="column-edge"
            aria-label={t('settings.widthOf', { column: name })}
            onPointerDown={(event) => {
              event.currentTarget.setPointerCapture(event.pointerId)
              setDrag({ place, fromX: event.clientX })
            }}
            onPointerUp={end}
            onKeyDown={({ key }) => {
              if (key === 'ArrowLeft' || key === 'ArrowRight') shift(place, key === 'ArrowLeft' ? -1 : 1)
            }}
          />
        )}
      </div>
    )
  })
}
