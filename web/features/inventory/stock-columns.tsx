import { Button, Flex, InputNumber, type TableColumnsType, Typography } from 'antd'
import { useTranslation } from 'react-i18next'
import type { StockRow } from '#contract/inventory.ts'
import { LocationButton } from './location-button.tsx'
import { SafetyButton } from './safety-button.tsx'

/** Counted quantities that are typed but not yet saved, by SKU. */
export type Counts = ReadonlyMap<string, number>
export type Editing = { counts: Counts; setCounts: (counts: Counts) => void } | null
type StockCells = { editing: Editing; onShowMoves: (row: StockRow) => void }

export function useStockColumns({ editing, onShowMoves }: StockCells): TableColumnsType<StockRow> {
  const { t } = useTranslation()
  return [
    {
      title: t('inventory.sku'),
      width: 320,
      render: (_, row) => (
        <Flex vertical>
          <strong>{row.code}</strong>
          <Typography.Text type="secondary" ellipsis>
            {[row.title, row.variant].filter(Boolean).join(' · ')}
          </Typography.Text>
        </Flex>
      ),
    },
    { title: t('inventory.location'), width: 150, render: (_, row) => <LocationButton row={row} /> },
    { title: t('inventory.onHand'), width: 140, align: 'end', render: (_, row) => <OnHand row={row} editing={editing} /> },
    { title: t('inventory.reserved'), dataIndex: 'reserved', width: 100, align: 'end' },
    {
      title: t('inventory.safety'),
      width: 110,
      align: 'end',
      render: (_, row) => <SafetyButton row={row} mayAct={editing !== null} />,
    },
    { title: t('inventory.sellable'), width: 110, align: 'end', render: (_, row) => <Sellable row={row} /> },
    {
      title: '',
      width: 90,
      render: (_, row) => (
        <Button type="link" size="small" onClick={() => onShowMoves(row)}>
          {t('inventory.moves')}
        </Button>
      ),
    },
  ]
}

function Sellable({ row }: { row: StockRow }) {
  return row.sellable > 0 ? (
    <strong>{row.sellable}</strong>
  ) : (
    <Typography.Text type="danger" strong>
      0
    </Typography.Text>
  )
}

/** The quantity on hand; a field for who may count. A changed one stands out until it is saved. */
function OnHand({ row, editing }: { row: StockRow; editing: Editing }) {
  const { t } = useTranslation()
  if (!editing) return row.onHand
  const counted = editing.counts.get(row.skuId)
  const put = (value: number | null) => {
    const counts = new Map(editing.counts)
    if (value === null || value === row.onHand) counts.delete(row.skuId)
    else counts.set(row.skuId, value)
    editing.setCounts(counts)
  }
  return (
    <InputNumber
      size="small"
      min={0}
      max={100_000_000}
      precision={0}
      controls={false}
      value={counted ?? row.onHand}
      onChange={put}
      onFocus={(event) => event.target.select()}
      aria-label={t('inventory.countOf', { sku: row.code })}
      {...(counted !== undefined && { status: 'warning' as const })}
      style={{ width: 100 }}
    />
  )
}

export function StockCard({ row, editing, onShowMoves }: StockCells & { row: StockRow }) {
  const { t } = useTranslation()
  return (
    <Flex vertical gap={6}>
      <Flex justify="space-between" gap={8}>
        <strong>{row.code}</strong>
        <Button type="link" size="small" onClick={() => onShowMoves(row)}>
          {t('inventory.moves')}
        </Button>
      </Flex>
      <Flex justify="space-between" align="center" gap={8}>
        <Typography.Text type="secondary">{[row.title, row.variant].filter(Boolean).join(' · ')}</Typography.Text>
        <LocationButton row={row} />
      </Flex>
      <Flex justify="space-between" align="center" gap={8}>
        <span>
          {t('inventory.onHand')} <OnHand row={row} editing={editing} />
        </span>
        <span>
          {t('inventory.reserved')} {row.reserved}
        </span>
        <span>
          {t('inventory.sellable')} <Sellable row={row} />
        </span>
      </Flex>
    </Flex>
  )
}
