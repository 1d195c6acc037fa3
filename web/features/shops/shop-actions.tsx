import { Button, Flex, Form, Input, Popconfirm } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ShopRow } from '#contract/shops.ts'
import { useMay } from '#web/app/session.ts'
import { FormDialog, useRequired } from '#web/shared/form-dialog.tsx'
import { useCommand } from '#web/shared/use-operation.ts'
import { AuthoriseButton } from './authorise-button.tsx'
import { ShopDetailsButton } from './shop-details.tsx'

export function ShopActions({ row }: { row: ShopRow }) {
  const { t } = useTranslation()
  const may = useMay()
  const { shopId } = row
  const resume = useCommand('shops.resumeShop')
  const pause = useCommand('shops.pauseShop')
  if (!may('shops.manage', shopId)) return <ShopDetailsButton row={row} />
  return (
    <Flex gap={4} wrap>
      {row.capabilities.includes('authorise') && <AuthoriseButton row={row} />}
      {row.state === 'paused' ? (
        <Button size="small" loading={resume.isPending} onClick={() => resume.mutate({ shopId })}>
          {t('shops.resume')}
        </Button>
      ) : (
        <Popconfirm title={t('shops.pauseAsk')} onConfirm={() => pause.mutate({ shopId })}>
          <Button size="small" loading={pause.isPending}>
            {t('shops.pause')}
          </Button>
        </Popconfirm>
      )}
      <RenameShop row={row} />
      <ShopDetailsButton row={row} />
    </Flex>
  )
}

function RenameShop({ row }: { row: ShopRow }) {
  const { t } = useTranslation()
  const [isOpen, setOpen] = useState(false)
  const rules = useRequired()
  const rename = useCommand('shops.renameShop', { onDone: () => setOpen(false) })
  return (
    <>
      <Button size="small" type="text" onClick={() => setOpen(true)}>
        {t('shops.rename')}
      </Button>
      <FormDialog<{ name: string }>
        open={isOpen}
        title={t('shops.rename')}
        onClose={() => setOpen(false)}
        onSubmit={({ name }) => rename.mutate({ shopId: row.shopId, version: row.version, name })}
        isBusy={rename.isPending}
        width={400}
        initialValues={{ name: row.name }}
      >
        <Form.Item name="name" rules={rules}>
          <Input autoFocus maxLength={200} />
        </Form.Item>
      </FormDialog>
    </>
  )
}
