import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import type { StockRow } from '#contract/inventory.ts'
import { BulkBar } from '#web/shared/bulk-bar.tsx'
import { ConfirmWithReason } from '#web/shared/confirm-with-reason.tsx'
import { useBulkCommand } from '#web/shared/use-bulk-command.ts'
import type { Counts } from './stock-columns.tsx'

type CountBarProps = { counts: Counts; rows: StockRow[]; onClear: () => void }

/** Saves all counted quantities in one act with one reason. */
export function CountBar({ counts, rows, onClear }: CountBarProps) {
  const { t } = useTranslation()
  const nameOf = (id: string) => rows.find((row) => row.skuId === id)?.code ?? id
  const adjust = useBulkCommand('inventory.adjustStock', { title: t('inventory.adjust'), nameOf, onDone: onClear })
  const items = [...counts].map(([skuId, onHand]) => ({ skuId, onHand }))
  return (
    <BulkBar count={counts.size} onClear={onClear}>
      <ConfirmWithReason
        title={t('inventory.adjustCount', { n: counts.size })}
        okText={t('inventory.adjust')}
        suggestions={[t('inventory.stocktaking'), t('inventory.arrival'), t('inventory.damaged')]}
        onConfirm={(reason) => adjust.runAsync({ items, reason })}
      >
        {(open) => (
          <Button type="primary" loading={adjust.isPending} onClick={open}>
            {t('inventory.saveCounts')}
          </Button>
        )}
      </ConfirmWithReason>
    </BulkBar>
  )
}
