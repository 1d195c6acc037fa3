import { Alert, Button, DatePicker, Form, Input } from 'antd'
import dayjs, { type Dayjs } from 'dayjs'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { LONGEST_TOKEN_DAYS } from '#contract/closed-lists.ts'
import type { StaffRow } from '#contract/team.ts'
import { ShownOnce } from '#web/features/apps/shown-once.tsx'
import { FormDialog, useRequired } from '#web/shared/form-dialog.tsx'
import { useCommand } from '#web/shared/use-operation.ts'

type Fields = { name: string; expiresAt: Dayjs }
const FIRST_DAYS = 90

export function AgentToken({ agent, onClose }: { agent: StaffRow; onClose: () => void }) {
  const { t } = useTranslation()
  const [token, setToken] = useState<string | null>(null)
  const make = useCommand('apps.createAgentToken', { onDone: (made) => setToken(made.token) })
  return (
    <FormDialog<Fields>
      open
      title={t('agents.tokenFor', { name: agent.name })}
      okText={t('agents.token')}
      onClose={onClose}
      onSubmit={({ name, expiresAt }) =>
        make.mutate({ agentId: agent.accountId, name, expiresAt: expiresAt.endOf('day').toISOString() })
      }
      isBusy={make.isPending}
      initialValues={{ name: 'MCP', expiresAt: dayjs().add(FIRST_DAYS, 'day') }}
      {...(token && {
        footer: (
          <Button type="primary" onClick={onClose}>
            {t('people.handedOver')}
          </Button>
        ),
      })}
    >
      {token ? <Made token={token} /> : <TokenFields />}
    </FormDialog>
  )
}

function TokenFields() {
  const { t } = useTranslation()
  const rules = useRequired()
  return (
    <>
      <Form.Item name="name" label={t('agents.tokenName')} rules={rules}>
        <Input maxLength={200} />
      </Form.Item>
      <Form.Item name="expiresAt" label={t('agents.tokenEnds')} rules={[{ required: true, message: t('shared.required') }]}>
        <DatePicker minDate={dayjs()} maxDate={dayjs().add(LONGEST_TOKEN_DAYS - 1, 'day')} style={{ width: '100%' }} />
      </Form.Item>
    </>
  )
}

function Made({ token }: { token: string }) {
  const { t } = useTranslation()
  return (
    <>
      <Alert type="warning" showIcon title={t('agents.tokenOnce')} style={{ marginBottom: 12 }} />
      <ShownOnce
        lines={[
          [t('agents.address'), `${window.location.origin}/mcp`],
          [t('agents.secret'), token],
        ]}
      />
    </>
  )
}
