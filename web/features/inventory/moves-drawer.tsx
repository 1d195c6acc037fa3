import { Drawer, Flex, type TableColumnsType, Typography } from 'antd'
import { useTranslation } from 'react-i18next'
import type { StockRow } from '#contract/inventory.ts'
import { ActorName } from '#web/shared/actor-name.tsx'
import { DataTable } from '#web/shared/data-table.tsx'
import { Moment } from '#web/shared/moment.tsx'
import { useIsNarrow } from '#web/shared/use-is-narrow.ts'
import { type RowOf, useOperationPages } from '#web/shared/use-operation.ts'

type Move = RowOf<'inventory.listMoves'>

/** Every change of one item's stock, newest first. */
export function MovesDrawer({ row, onClose }: { row: StockRow | null; onClose: () => void }) {
  const { t } = useTranslation()
  const isNarrow = useIsNarrow()
  return (
    <Drawer
      open={row !== null}
      onClose={onClose}
      size={isNarrow ? '100%' : 720}
      title={row ? t('inventory.movesOf', { sku: row.code }) : ''}
    >
      {row && <Moves skuId={row.skuId} />}
    </Drawer>
  )
}

function Moves({ skuId }: { skuId: string }) {
  const { t } = useTranslation()
  const moves = useOperationPages('inventory.listMoves', { skuId })
  const columns: TableColumnsType<Move> = [
    { title: t('inventory.at'), width: 110, render: (_, move) => <Moment at={move.at} /> },
    { title: t('inventory.kind'), width: 100, render: (_, move) => <MoveKind kind={move.kind} /> },
    { title: t('inventory.onHand'), width: 80, align: 'end', render: (_, move) => <Change by={move.onHandChange} /> },
    { title: t('inventory.reserved'), width: 80, align: 'end', render: (_, move) => <Change by={move.reservedChange} /> },
    { title: t('inventory.who'), width: 180, render: (_, move) => <WhoAndWhy move={move} /> },
  ]
  return (
    <DataTable
      rows={moves.rows}
      rowKey="moveId"
      columns={columns}
      card={(move) => (
        <Flex vertical gap={2}>
          <Flex justify="space-between">
            <MoveKind kind={move.kind} />
            <Moment at={move.at} />
          </Flex>
          <span>
            {t('inventory.onHand')} <Change by={move.onHandChange} /> · {t('inventory.reserved')}{' '}
            <Change by={move.reservedChange} />
          </span>
          <Typography.Text type="secondary">
            <WhoAndWhy move={move} />
          </Typography.Text>
        </Flex>
      )}
      list={moves}
      empty={{ title: t('inventory.noMoves') }}
    />
  )
}

function WhoAndWhy({ move }: { move: Move }) {
  return (
    <>
      <ActorName name={move.actorName} />
      {move.reason ? ` · ${move.reason}` : null}
    </>
  )
}

function MoveKind({ kind }: { kind: string }) {
  const { t, i18n } = useTranslation()
  const key = `inventory.kinds.${kind}`
  return i18n.exists(key) ? t(key as 'inventory.kinds.count') : kind
}

function Change({ by }: { by: number }) {
  if (by === 0) return <span className="faint">0</span>
  return <Typography.Text type={by > 0 ? 'success' : 'danger'}>{by > 0 ? `+${by}` : by}</Typography.Text>
}
