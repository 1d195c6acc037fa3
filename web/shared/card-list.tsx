import { Checkbox, Skeleton } from 'antd'
import type { DataTableProps } from './data-table.tsx'

/** The rows of a table as cards, for a phone. */
export function CardList<Row extends object>({ rows, rowKey, card, list, selection, onOpen, rowClassName }: DataTableProps<Row>) {
  if (list.isLoading) return <Skeleton active />
  const toggle = (key: string, isChosen: boolean) => {
    selection?.set(isChosen ? [...selection.keys, key] : selection.keys.filter((each) => each !== key))
  }
  return (
    <ul className="card-list">
      {rows.map((row) => {
        const key = String(row[rowKey])
        return (
          <li key={key} className={rowClassName?.(row)}>
            {selection && (
              <Checkbox
                checked={selection.keys.includes(key)}
                onChange={(event) => toggle(key, event.target.checked)}
                aria-label={key}
              />
            )}
            {onOpen ? (
              // biome-ignore lint/a11y/useSemanticElements: a card holds buttons of its own, which a <button> must not
              <div
                className="card-list-body"
                role="button"
                tabIndex={0}
                onClick={() => onOpen(row)}
                onKeyDown={(event) => {
                  if (event.key === 'Enter') onOpen(row)
                }}
              >
                {card(row)}
              </div>
            ) : (
              <div className="card-list-body">{card(row)}</div>
            )}
          </li>
        )
      })}
    </ul>
  )
}
