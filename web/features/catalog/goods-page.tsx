import { PlusOutlined } from '@ant-design/icons'
import { App, Button, Flex, Input, type TableColumnsType, Typography } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { SkuRow } from '#contract/catalog.ts'
import { useMayCall } from '#web/app/session.ts'
import { DataTable } from '#web/shared/data-table.tsx'
import { FilterBar } from '#web/shared/filter-bar.tsx'
import { Money } from '#web/shared/money.tsx'
import { PageTitle } from '#web/shared/page-title.tsx'
import { useCommand, useOperationPages } from '#web/shared/use-operation.ts'
import { SkuDialog } from './sku-dialog.tsx'

export function GoodsPage() {
  const { t } = useTranslation()
  const mayCall = useMayCall()
  const [search, setSearch] = useState('')
  const [edited, setEdited] = useState<SkuRow | 'new' | null>(null)
  const skus = useOperationPages('catalog.listSkus', search ? { search } : {})
  const columns = useColumns()
  const actions = mayCall('catalog.addSku') ? (
    <>
      {mayCall('catalog.addMissingSkus') && <AddMissing />}
      <Button type="primary" icon={<PlusOutlined />} onClick={() => setEdited('new')}>
        {t('catalog.add')}
      </Button>
    </>
  ) : null
  return (
    <>
      <PageTitle title={t('catalog.title')} hint={t('catalog.hint')} actions={actions} />
      <FilterBar
        filters={search ? { search } : {}}
        onChange={() => setSearch('')}
        search={
          <Input.Search
            key={search}
            defaultValue={search}
            allowClear
            placeholder={t('catalog.search')}
            style={{ width: 260 }}
            onSearch={(words) => setSearch(words.trim())}
          />
        }
      >
        {null}
      </FilterBar>
      <DataTable
        rows={skus.rows}
        rowKey="skuId"
        columns={columns}
        card={(row) => <SkuCard row={row} />}
        list={skus}
        empty={{ title: t('catalog.empty'), hint: t('catalog.emptyHint'), action: actions && <AddMissing /> }}
        {...(mayCall('catalog.editSku') && { onOpen: setEdited })}
      />
      {edited && <SkuDialog sku={edited === 'new' ? null : edited} onClose={() => setEdited(null)} />}
    </>
  )
}

function AddMissing() {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const addMissing = useCommand('catalog.addMissingSkus', {
    onDone: ({ added }) => void message.success(added === 0 ? t('catalog.noneMissing') : t('catalog.addedMissing', { n: added })),
  })
  return (
    <Button loading={addMissing.isPending} onClick={() => addMissing.mutate({})}>
      {t('catalog.addMissing')}
    </Button>
  )
}

function useColumns(): TableColumnsType<SkuRow> {
  const { t } = useTranslation()
  return [
    { title: t('catalog.code'), dataIndex: 'code', width: 180, render: (code: string) => <strong>{code}</strong> },
    { title: t('catalog.name'), dataIndex: 'title', width: 320, ellipsis: true },
    { title: t('catalog.variant'), dataIndex: 'variant', width: 220, ellipsis: true },
    {
      title: t('catalog.minPrice'),
      width: 130,
      align: 'end',
      render: (_, { minPriceFen }) => (minPriceFen === null ? <span className="faint">—</span> : <Money fen={minPriceFen} />),
    },
    {
      title: t('catalog.weight'),
      width: 120,
      align: 'end',
      render: (_, { weightGrams }) => (weightGrams === null ? <span className="faint">—</span> : `${weightGrams} g`),
    },
  ]
}

function SkuCard({ row }: { row: SkuRow }) {
  return (
    <Flex vertical gap={4}>
      <Flex justify="space-between" gap={8}>
        <strong>{row.code}</strong>
        {row.minPriceFen !== null && <Money fen={row.minPriceFen} />}
      </Flex>
      <span>{row.title}</span>
      <Typography.Text type="secondary">{row.variant}</Typography.Text>
    </Flex>
  )
}
