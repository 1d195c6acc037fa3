import { Alert, Button, Flex, Form, Input, Popconfirm, Tag, Typography } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { TracingServiceRow } from '#contract/tracing.ts'
import { useLanguage } from '#web/i18n/i18n.ts'
import { FormDialog } from '#web/shared/form-dialog.tsx'
import { useCommand, useOperation } from '#web/shared/use-operation.ts'

/** Which services tell where parcels are. */
export function TracingServices() {
  const { t } = useTranslation()
  const services = useOperation('tracing.listServices', {})
  const [editing, setEditing] = useState<TracingServiceRow | null>(null)
  const [toldUrl, setToldUrl] = useState<string | null>(null)
  return (
    <Flex vertical gap={12} className="settings-column">
      <Typography.Text type="secondary">{t('tracing.servicesHint')}</Typography.Text>
      {toldUrl && (
        <Alert
          type="success"
          closable={{ onClose: () => setToldUrl(null) }}
          title={t('tracing.pushUrl')}
          description={
            <>
              <Typography.Text copyable>{toldUrl}</Typography.Text>
              <div>{t('tracing.pushUrlHint')}</div>
              <div className="warn">{t('tracing.pushUrlOnce')}</div>
            </>
          }
        />
      )}
      {(services.data?.rows ?? []).map((row) => (
        <Service key={row.service} row={row} onEdit={() => setEditing(row)} />
      ))}
      {editing && (
        <BindDialog
          row={editing}
          onClose={() => setEditing(null)}
          onBound={(url) => {
            setEditing(null)
            setToldUrl(url)
          }}
        />
      )}
    </Flex>
  )
}

function Service({ row, onEdit }: { row: TracingServiceRow; onEdit: () => void }) {
  const { t } = useTranslation()
  const language = useLanguage()
  const unbind = useCommand('tracing.unbindService')
  const isBound = row.version > 0
  return (
    <div className="panel">
      <Flex justify="space-between" gap={8} wrap align="center">
        <Flex gap={8} align="center" wrap>
          <strong>{row[language]}</strong>
          <Tag color={isBound ? 'success' : 'default'}>{t(isBound ? 'tracing.bound' : 'tracing.notBound')}</Tag>
          {row.carriers && <span className="faint">{t('tracing.onlyFor', { carriers: row.carriers.join('、') })}</span>}
        </Flex>
        <Flex gap={8}>
          <Button onClick={onEdit}>{t(isBound ? 'tracing.edit' : 'tracing.bind')}</Button>
          {isBound && (
            <Popconfirm
              title={t('tracing.unbindAsk')}
              onConfirm={() => unbind.mutate({ service: row.service, version: row.version })}
            >
              <Button danger loading={unbind.isPending}>
                {t('tracing.unbind')}
              </Button>
            </Popconfirm>
          )}
        </Flex>
      </Flex>
      {row.problem && <Alert type="error" title={row.problem} />}
      {row.pushUrl && (
        <div className="cell-sub">
          {t('tracing.pushUrl')} <Typography.Text copyable>{row.pushUrl}</Typography.Text>
        </div>
      )}
    </div>
  )
}

type BindProps = { row: TracingServiceRow; onClose: () => void; onBound: (secretUrl: string | null) => void }
function BindDialog({ row, onClose, onBound }: BindProps) {
  const { t } = useTranslation()
  const language = useLanguage()
  const isBound = row.version > 0
  const bind = useCommand('tracing.bindService', {
    onDone: ({ pushUrl }) => onBound(pushUrl?.includes('secret=') ? pushUrl : null),
  })
  return (
    <FormDialog<Record<string, string>>
      open
      title={t('tracing.bindTitle', { name: row[language] })}
      okText={t(isBound ? 'shared.save' : 'tracing.bind')}
      onClose={onClose}
      onSubmit={(fields) =>
        bind.mutate({
          ...{ service: row.service, version: row.version },
          credentials: Object.fromEntries(Object.entries(fields).filter(([, value]) => value)),
        })
      }
      isBusy={bind.isPending}
    >
      {row.fields.map((field) => (
        <Form.Item
          key={field.name}
          name={field.name}
          label={field[language]}
          rules={[{ required: !isBound, whitespace: true, message: t('shared.required') }]}
        >
          {field.secret ? (
            <Input.Password autoComplete="new-password" placeholder={isBound ? t('tracing.keepEmpty') : ''} maxLength={500} />
          ) : (
            <Input autoComplete="off" placeholder={isBound ? t('tracing.keepEmpty') : ''} maxLength={500} />
          )}
        </Form.Item>
      ))}
    </FormDialog>
  )
}
