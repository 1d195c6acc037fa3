import { Button, Flex, Form, Input, Popconfirm } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ShopRow } from '#contract/shops.ts'
import { useMay } from '#web/app/session.ts'
import { FormDialog, useRequired } from '#web/shared/form-dialog.tsx'
import { useCommand } from '#web/shared/use-operation.ts'

export function ShopActions({ row }: { row: ShopRow }) {
  const { t } = useTranslation()
  const may = useMay()
  const { shopId } = row
  const resume = useCommand('shops.resumeShop')
  const pause = useCommand('shops.pauseShop')
  if (!may('shops.manage', shopId)) return null
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
    </Flex>
  )
}

/** Leads to the platform's own page; the platform sends the owner back to /shops/authorised. */
function AuthoriseButton({ row }: { row: ShopRow }) {
  const { t } = useTranslation()
  const start = useCommand('shops.startAuthorisation', { onDone: ({ url }) => window.location.assign(url) })
  const isNeeded = row.authorisation !== 'valid'
  return (
    <Button
      size="small"
      {...(isNeeded && { type: 'primary' as const })}
      loading={start.isPending}
      onClick={() => start.mutate({ shopId: row.shopId, redirectUrl: `${window.location.origin}/shops/authorised` })}
    >
      {isNeeded ? t('shops.authorise') : t('shops.authoriseAgain')}
    </Button>
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
