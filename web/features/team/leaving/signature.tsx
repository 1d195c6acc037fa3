import { Button, Flex, Popconfirm, Typography } from 'antd'
import { useTranslation } from 'react-i18next'
import type { OffboardingView } from '#contract/team-leaving.ts'
import { Moment } from '#web/shared/moment.tsx'
import { useCommand } from '#web/shared/use-operation.ts'

/** The second pair of eyes. */
export function Signature({ offboarding, isChecked }: { offboarding: OffboardingView; isChecked: boolean }) {
  const { t } = useTranslation()
  const sign = useCommand('team.signOffboarding')
  const cancel = useCommand('team.cancelOffboarding')
  const { offboardingId, version } = offboarding
  if (offboarding.state === 'signed')
    return (
      <Typography.Text>
        {t('leaving.signedBy', { name: offboarding.signedName ?? '' })} <Moment at={offboarding.signedAt} exact />
      </Typography.Text>
    )
  const waits = !isChecked ? t('leaving.signFirst') : offboarding.maySign ? null : t('leaving.signWaits')
  return (
    <Flex vertical gap={12}>
      <Typography.Text type="secondary">
        {t('leaving.startedBy', { name: offboarding.startedName })} <Moment at={offboarding.startedAt} />。{t('leaving.signHint')}
      </Typography.Text>
      <Flex gap={8} align="center" wrap>
        <Button
          type="primary"
          disabled={waits !== null}
          loading={sign.isPending}
          onClick={() => sign.mutate({ offboardingId, version })}
        >
          {t('leaving.sign')}
        </Button>
        <Popconfirm title={t('leaving.cancelAsk')} onConfirm={() => cancel.mutate({ offboardingId, version })}>
          <Button loading={cancel.isPending}>{t('leaving.cancel')}</Button>
        </Popconfirm>
        {waits && <Typography.Text type="warning">{waits}</Typography.Text>}
      </Flex>
    </Flex>
  )
}
