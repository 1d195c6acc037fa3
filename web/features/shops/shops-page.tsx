import { PlusOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ShopRow } from '#contract/shops.ts'
import { useMay, useMayCall } from '#web/app/session.ts'
import { BulkBar } from '#web/shared/bulk-bar.tsx'
import { DataTable } from '#web/shared/data-table.tsx'
import { PageTitle } from '#web/shared/page-title.tsx'
import { useBulkCommand } from '#web/shared/use-bulk-command.ts'
import { useOperation } from '#web/shared/use-operation.ts'
import { type Selection, useSelection } from '#web/shared/use-selection.ts'
import { AddShopDialog } from './add-shop-dialog.tsx'
import { ShopCard, useShopColumns } from './shop-columns.tsx'
import './shops.css'

/** Every shop, whether its orders arrive, and what to do when they do not. */
export function ShopsPage() {
  const { t } = useTranslation()
  const may = useMay()
  const mayCall = useMayCall()
  const [isAdding, setAdding] = useState(false)
  const shops = useOperation('shops.listShops', {}, { live: true })
  const columns = useShopColumns()
  const selection = useSelection()
  const rows = shops.data?.rows ?? []
  const add = mayCall('shops.addShop') ? (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => setAdding(true)}>
      {t('shops.add')}
    </Button>
  ) : null
  return (
    <>
      <PageTitle title={t('shops.title')} hint={t('shops.hint')} actions={add} />
      <DataTable
        rows={rows}
        rowKey="shopId"
        columns={columns}
        card={(row) => <ShopCard row={row} />}
        list={{ isLoading: shops.isLoading, error: shops.error, reload: () => void shops.refetch() }}
        empty={{ title: t('shops.empty'), hint: t('shops.emptyHint'), action: add }}
        {...(may('intake.manage') && { selection })}
      />
      <PullBar rows={rows} selection={selection} />
      <AddShopDialog open={isAdding} onClose={() => setAdding(false)} />
    </>
  )
}

function PullBar({ rows, selection }: { rows: ShopRow[]; selection: Selection }) {
  const { t } = useTranslation()
  const nameOf = (id: string) => rows.find((row) => row.shopId === id)?.name ?? id
  const pull = useBulkCommand('intake.pullNow', { title: t('shops.pullNow'), nameOf, onDone: selection.clear })
  return (
    <BulkBar count={selection.keys.length} onClear={selection.clear}>
      <Button type="primary" loading={pull.isPending} onClick={() => pull.run({ shopIds: selection.keys })}>
        {t('shops.pullNow')}
      </Button>
    </BulkBar>
  )
}
