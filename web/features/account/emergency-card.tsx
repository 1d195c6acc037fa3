import { StopOutlined } from '@ant-design/icons'
import { Alert, App, Button, Card, Checkbox, Flex, Typography } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { OutputOf } from '#web/shared/api.ts'
import { ConfirmWithReason } from '#web/shared/confirm-with-reason.tsx'
import { exactMoment } from '#web/shared/moment.tsx'
import { useCommand } from '#web/shared/use-operation.ts'

type State = OutputOf<'team.readSignInPolicies'>

/** Ends every session, token and app at once; only the owner sees it. */
export function EmergencyCard({ state }: { state: State }) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const [isHolding, setHolding] = useState(true)
  const stop = useCommand('team.emergencyStop', {
    onDone: ({ ended }) => void message.success(t('account.emergency.done', { n: ended })),
  })
  const release = useCommand('team.releaseSignIns', { onDone: () => void message.success(t('account.emergency.released')) })
  return (
    <Card title={t('account.emergency.title')} className="emergency">
      <Flex vertical gap={16} align="start">
        {state.heldSince !== null && (
          <Alert
            type="error"
            showIcon
            title={t('account.emergency.held', { name: state.heldByName ?? '', at: exactMoment(state.heldSince) })}
            action={
              <Button type="primary" size="small" loading={release.isPending} onClick={() => release.mutate({})}>
                {t('account.emergency.release')}
              </Button>
            }
          />
        )}
        <Typography.Text>{t('account.emergency.hint')}</Typography.Text>
        <Checkbox checked={isHolding} onChange={({ target }) => setHolding(target.checked)}>
          {t('account.emergency.hold')}
        </Checkbox>
        <ConfirmWithReason
          title={t('account.emergency.title')}
          hint={t('account.emergency.hint')}
          okText={t('account.emergency.stop')}
          isDanger
          suggestions={[t('account.emergency.leaked'), t('account.emergency.virus'), t('account.emergency.strange')]}
          onConfirm={(reason) => stop.mutateAsync({ hold: isHolding, reason })}
        >
          {(open) => (
            <Button danger type="primary" icon={<StopOutlined />} loading={stop.isPending} onClick={open}>
              {t('account.emergency.stop')}
            </Button>
          )}
        </ConfirmWithReason>
      </Flex>
    </Card>
  )
}
