import { Alert, Button, Flex, Form, Input, Segmented } from 'antd'
import dayjs from 'dayjs'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Permission } from '#contract/permissions.ts'
import { FormDialog, useRequired } from '#web/shared/form-dialog.tsx'
import { ShopSelect } from '#web/shared/shop-select.tsx'
import { useCommand } from '#web/shared/use-operation.ts'
import { FunctionPicker } from './function-picker.tsx'
import { ShownOnce } from './shown-once.tsx'

type Fields = { name: string; permissions: Permission[]; shopIds?: string[]; days: number }
const LIVES = [7, 30, 90, 365]

/** A new token, shown once with an example of its use. */
export function TokenDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t } = useTranslation()
  const rules = useRequired()
  const [token, setToken] = useState<string | null>(null)
  const create = useCommand('apps.createToken', { onDone: (made) => setToken(made.token) })
  const close = () => {
    setToken(null)
    onClose()
  }
  const submit = ({ name, permissions, shopIds, days }: Fields) =>
    create.mutate({
      name,
      permissions,
      shopIds: shopIds && shopIds.length > 0 ? shopIds : null,
      expiresAt: dayjs().add(days, 'day').toISOString(),
    })
  return (
    <FormDialog<Fields>
      open={open}
      title={token ? t('apps.token.made') : t('apps.token.add')}
      okText={t('apps.token.add')}
      onSubmit={submit}
      onClose={close}
      isBusy={create.isPending}
      width={680}
      initialValues={{ days: 90 }}
      {...(token !== null && {
        footer: (
          <Button type="primary" onClick={close}>
            {t('apps.token.done')}
          </Button>
        ),
      })}
    >
      {token === null ? (
        <>
          <Form.Item name="name" label={t('apps.token.name')} rules={rules}>
            <Input autoFocus maxLength={200} placeholder={t('apps.token.nameHint')} />
          </Form.Item>
          <Form.Item
            name="permissions"
            label={t('apps.token.rights')}
            rules={[{ required: true, message: t('shared.required') }]}
          >
            <FunctionPicker />
          </Form.Item>
          <Form.Item name="shopIds" label={t('apps.form.shops')}>
            <ShopSelect />
          </Form.Item>
          <Form.Item name="days" label={t('apps.token.ends')}>
            <Segmented options={LIVES.map((n) => ({ value: n, label: t('apps.token.days', { n }) }))} />
          </Form.Item>
        </>
      ) : (
        <MadeToken token={token} />
      )}
    </FormDialog>
  )
}

function MadeToken({ token }: { token: string }) {
  const { t } = useTranslation()
  const example = `curl -X POST ${window.location.origin}/api/call/orders.listParcels \\
  -H 'authorization: Bearer ${token}' \\
  -H 'content-type: application/json' -d '{}'`
  return (
    <Flex vertical gap={14}>
      <Alert type="warning" showIcon title={t('apps.token.madeHint')} />
      <ShownOnce lines={[[t('apps.token.title'), token]]} />
      <div>
        <span className="faint">{t('apps.token.example')}</span>
        <pre className="code-example">{example}</pre>
      </div>
    </Flex>
  )
}
