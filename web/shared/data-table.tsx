import { Alert, Button, Flex, Table, type TableColumnsType } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { CardList } from './card-list.tsx'
import { EmptyList } from './empty-list.tsx'
import { sentenceOf } from './sentence.ts'
import { useDrawnRows } from './use-drawn-rows.ts'
import { useIsNarrow } from './use-is-narrow.ts'
import type { Selection } from './use-selection.ts'
import { useTableKeys } from './use-table-keys.ts'

/** What `useOperationPages` and, for short lists, `useOperation` know about loading. */
export type ListState = {
  isLoading: boolean
  isChanging?: boolean
  error?: unknown
  hasMore?: boolean
  isLoadingMore?: boolean
  loadMore?: () => void
  reload?: () => void
}

export type DataTableProps<Row extends object> = {
  rows: readonly Row[]
  rowKey: keyof Row & string
  columns: TableColumnsType<Row>
  /** The row as a card, for a phone. */
  card: (row: Row) => ReactNode
  list: ListState
  /** What an empty list means and what to do about it. */
  empty: { title: string; hint?: string; action?: ReactNode }
  selection?: Selection
  onOpen?: (row: Row) => void
  rowClassName?: (row: Row) => string
  /** In a drawer the head does not stick: what scrolls there is not the page. */
  isInDrawer?: boolean
}

/** From this many rows on only those in sight are drawn. */
const VIRTUAL_FROM = 200
const COLUMN_WIDTH = 140

/** The list of the house: keyset pages, selection by mouse and keys, sticky head, cards on a phone. */
export function DataTable<Row extends object>(props: DataTableProps<Row>) {
  const isNarrow = useIsNarrow()
  const { list } = props
  const drawn = { ...props, rows: useDrawnRows(props.rows) }
  if (list.error && props.rows.length === 0) return <ListProblem list={list} />
  if (!list.isLoading && props.rows.length === 0) return <EmptyList {...props.empty} />
  return (
    <div className="data-table" data-changing={list.isChanging ?? false}>
      {isNarrow ? <CardList {...drawn} /> : <WideTable {...drawn} />}
      <ListFoot list={list} count={props.rows.length} />
    </div>
  )
}

function WideTable<Row extends object>(props: DataTableProps<Row>) {
  const { rows, rowKey, columns, list, selection, onOpen, rowClassName, isInDrawer = false } = props
  const keyOf = (row: Row) => String(row[rowKey])
  const keys = useTableKeys({ rows, keyOf, ...(selection && { selection }), ...(onOpen && { onOpen }) })
  const isVirtual = rows.length > VIRTUAL_FROM
  const width = columns.reduce((sum, column) => sum + (typeof column.width === 'number' ? column.width : COLUMN_WIDTH), 0)
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys belong to the rows inside
    <div ref={keys.ref} onKeyDown={keys.onKeyDown}>
      <Table<Row>
        size="middle"
        rowKey={rowKey}
        columns={columns}
        dataSource={rows as Row[]}
        loading={list.isLoading}
        pagination={false}
        virtual={isVirtual}
        {...(isVirtual
          ? { scroll: { x: width, y: Math.max(window.innerHeight - 260, 320) } }
          : { scroll: { x: width }, ...(!isInDrawer && { sticky: { offsetHeader: 52 } }) })}
        {...(rowClassName && { rowClassName })}
        {...(selection && {
          rowSelection: {
            selectedRowKeys: selection.keys,
            onChange: (chosen) => selection.set(chosen.map(String)),
            columnWidth: 40,
          },
        })}
        onRow={(row) => ({
          tabIndex: 0,
          ...(onOpen && {
            onClick: (event) => {
              if (!isOnControl(event.target)) onOpen(row)
            },
            style: { cursor: 'pointer' },
          }),
        })}
      />
    </div>
  )
}

/** A click on a button or link inside a row, or the end of selecting text, is not a wish to open the row. */
function isOnControl(target: EventTarget): boolean {
  if (window.getSelection()?.type === 'Range') return true
  return (
    target instanceof Element &&
    target.closest('a, button, input, label, .ant-select, .ant-table-selection-column, [role="dialog"]') !== null
  )
}

function ListFoot({ list, count }: { list: ListState; count: number }) {
  const { t } = useTranslation()
  if (list.isLoading || count === 0) return null
  return (
    <Flex justify="center" align="center" gap={12} className="data-table-foot">
      <span className="faint">{list.hasMore ? t('shared.loadedCount', { n: count }) : t('shared.totalCount', { n: count })}</span>
      {list.hasMore && (
        <Button onClick={list.loadMore} loading={list.isLoadingMore ?? false}>
          {t('shared.loadMore')}
        </Button>
      )}
      {list.error ? <span className="warn">{sentenceOf(list.error)}</span> : null}
    </Flex>
  )
}

function ListProblem({ list }: { list: ListState }) {
  const { t } = useTranslation()
  return (
    <Alert
      type="error"
      showIcon
      title={sentenceOf(list.error)}
      action={
        <Button size="small" onClick={list.reload}>
          {t('shared.retry')}
        </Button>
      }
    />
  )
}
