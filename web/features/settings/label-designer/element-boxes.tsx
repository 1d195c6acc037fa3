import { type KeyboardEvent, type PointerEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { DocumentElement } from '#contract/documents.ts'
import type { AddOnElement } from '#contract/print-templates.ts'

type Area = { widthMm: number; heightMm: number }
export type AnyElement = Omit<AddOnElement, 'field'> & { field: AddOnElement['field'] | DocumentElement['field'] }
export type ElementChange = Partial<Omit<AddOnElement, 'field'>>
type BoxesProps = Area & {
  elements: readonly AnyElement[]
  chosenId: string | null
  onChoose: (elementId: string | null) => void
  onChange: (elementId: string, fields: ElementChange) => void
  onRemove: (elementId: string) => void
}
type Move = { elementId: string; isResize: boolean; fromX: number; fromY: number; dx: number; dy: number }

const STEP_MM = 0.5
const SMALLEST = { width: 3, height: 2 }
const onGrid = (mm: number) => Math.round(mm / STEP_MM) * STEP_MM
const between = (low: number, value: number, high: number) => Math.min(Math.max(low, value), Math.max(low, high))

/** What an element becomes when it is moved or stretched by so much: it never leaves the area. */
function moved({ x, y, width, height }: AnyElement, area: Area, isResize: boolean, dx: number, dy: number): ElementChange {
  if (isResize)
    return {
      width: between(SMALLEST.width, onGrid(width + dx), area.widthMm - x),
      height: between(SMALLEST.height, onGrid(height + dy), area.heightMm - y),
    }
  return { x: between(0, onGrid(x + dx), area.widthMm - width), y: between(0, onGrid(y + dy), area.heightMm - height) }
}

/** Elements as boxes over what prints below them: drag, stretch at the corner, or use the arrow keys. Fills its `.element-area`. */
export function ElementBoxes({ elements, chosenId, onChoose, onChange, onRemove, widthMm, heightMm }: BoxesProps) {
  const { t } = useTranslation()
  const [move, setMove] = useState<Move | null>(null)
  const area = { widthMm, heightMm }
  const mmOf = (event: PointerEvent<HTMLElement>) => {
    const frame = event.currentTarget.closest('.element-area')?.getBoundingClientRect()
    return frame ? widthMm / frame.width : 0
  }
  const begin = (event: PointerEvent<HTMLElement>, elementId: string, isResize: boolean) => {
    event.stopPropagation()
    event.currentTarget.setPointerCapture(event.pointerId)
    onChoose(elementId)
    setMove({ elementId, isResize, fromX: event.clientX, fromY: event.clientY, dx: 0, dy: 0 })
  }
  const follow = (event: PointerEvent<HTMLElement>) => {
    const scale = mmOf(event)
    if (move) setMove({ ...move, dx: (event.clientX - move.fromX) * scale, dy: (event.clientY - move.fromY) * scale })
  }
  const end = () => {
    const element = elements.find(({ elementId }) => elementId === move?.elementId)
    if (move && element && (Math.abs(move.dx) >= STEP_MM / 2 || Math.abs(move.dy) >= STEP_MM / 2))
      onChange(element.elementId, moved(element, area, move.isResize, move.dx, move.dy))
    setMove(null)
  }
  const press = (event: KeyboardEvent, element: AnyElement) => {
    const by = { ArrowLeft: [-STEP_MM, 0], ArrowRight: [STEP_MM, 0], ArrowUp: [0, -STEP_MM], ArrowDown: [0, STEP_MM] }[event.key]
    if (event.key === 'Delete' || event.key === 'Backspace') onRemove(element.elementId)
    else if (by) onChange(element.elementId, moved(element, area, event.shiftKey, by[0] ?? 0, by[1] ?? 0))
    else return
    event.preventDefault()
  }
  return elements.map((element) => {
    const { elementId } = element
    const shown =
      move?.elementId === elementId ? { ...element, ...moved(element, area, move.isResize, move.dx, move.dy) } : element
    const place = {
      left: `${(shown.x / widthMm) * 100}%`,
      top: `${(shown.y / heightMm) * 100}%`,
      width: `${(shown.width / widthMm) * 100}%`,
      height: `${(shown.height / heightMm) * 100}%`,
    }
    return (
      <div key={elementId} className="label-element" style={place} data-chosen={elementId === chosenId}>
        <button
          type="button"
          aria-label={t(`settings.fields.${element.field}`)}
          aria-pressed={elementId === chosenId}
          onPointerDown={(event) => begin(event, elementId, false)}
          onPointerMove={follow}
          onPointerUp={end}
          onFocus={() => onChoose(elementId)}
          onKeyDown={(event) => press(event, element)}
        />
        <span
          className="label-corner"
          onPointerDown={(event) => begin(event, elementId, true)}
          onPointerMove={follow}
          onPointerUp={end}
        />
      </div>
    )
  })
}
