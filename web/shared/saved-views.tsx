import { DeleteOutlined, StarOutlined } from '@ant-design/icons'
import { Button, Flex, Input, Popover, Typography } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCommand, useOperation } from './use-operation.ts'

export type ViewPage = 'orders' | 'parcels'
type Filters = Record<string, unknown>
type SavedViewsProps = { page: ViewPage; filters: Filters; onChoose: (filters: Filters) => void }

/** Filters kept under a name, by each person for themselves. */
export function SavedViews(props: SavedViewsProps) {
  const { t } = useTranslation()
  const [isOpen, setOpen] = useState(false)
  return (
    <Popover
      open={isOpen}
      onOpenChange={setOpen}
      trigger="click"
      placement="bottomLeft"
      content={<ViewList {...props} close={() => setOpen(false)} />}
    >
      <Button type="text" icon={<StarOutlined />}>
        {t('shared.views')}
      </Button>
    </Popover>
  )
}

function ViewList({ page, filters, onChoose, close }: SavedViewsProps & { close: () => void }) {
  const { t } = useTranslation()
  const views = useOperation('orders.listViews', {})
  const remove = useCommand('orders.deleteView')
  const own = views.data?.rows.filter((view) => view.page === page) ?? []
  return (
    <Flex vertical gap={4} style={{ width: 240 }}>
      {own.length === 0 && <Typography.Text type="secondary">{t('shared.noViews')}</Typography.Text>}
      {own.map((view) => (
        <Flex key={view.viewId} justify="space-between">
          <Button
            type="text"
            size="small"
            style={{ flex: 1, justifyContent: 'start' }}
            onClick={() => {
              onChoose(view.filters)
              close()
            }}
          >
            {view.name}
          </Button>
          <Button
            type="text"
            size="small"
            icon={<DeleteOutlined />}
            aria-label={t('shared.deleteView', { name: view.name })}
            onClick={() => remove.mutate({ viewId: view.viewId })}
          />
        </Flex>
      ))}
      {Object.keys(filters).length > 0 && <SaveView page={page} filters={filters} />}
    </Flex>
  )
}

function SaveView({ page, filters }: { page: ViewPage; filters: Filters }) {
  const { t } = useTranslation()
  const [name, setName] = useState('')
  const save = useCommand('orders.saveView', { onDone: () => setName('') })
  const isEmpty = name.trim() === ''
  return (
    <Input.Search
      size="small"
      value={name}
      maxLength={200}
      onChange={(event) => setName(event.target.value)}
      placeholder={t('shared.saveViewAs')}
      enterButton={t('shared.save')}
      loading={save.isPending}
      onSearch={() => {
        if (!isEmpty) save.mutate({ name: name.trim(), page, filters })
      }}
    />
  )
}
