import { PrinterOutlined } from '@ant-design/icons'
import { useParams } from '@tanstack/react-router'
import { Alert, Button, Card, Flex, Skeleton, Steps } from 'antd'
import { useTranslation } from 'react-i18next'
import { PageTitle } from '#web/shared/page-title.tsx'
import { sentenceOf } from '#web/shared/sentence.ts'
import { useOperation } from '#web/shared/use-operation.ts'
import { Checklist } from './checklist.tsx'
import { HandOverForm } from './hand-over-form.tsx'
import { HandedOver } from './handed-over.tsx'
import { LeavingTag } from './leavings-page.tsx'
import { Signature } from './signature.tsx'
import './leaving.css'

/** Everything about somebody's leaving on one page: hold, hand over, check, sign. */
export function LeavingPage() {
  const { t } = useTranslation()
  const { accountId } = useParams({ from: '/shell/team/leaving/$accountId' })
  const leaving = useOperation('team.readLeaving', { accountId }, { live: true })
  if (leaving.error) return <Alert type="error" title={sentenceOf(leaving.error)} />
  if (!leaving.data) return <Skeleton active />
  const { name, holdings, offboarding } = leaving.data
  const current = offboarding && offboarding.state !== 'cancelled' ? offboarding : null
  const isChecked = current?.checklist.every(({ doneAt }) => doneAt !== null) ?? false
  const step = !current ? 0 : current.state === 'signed' ? 3 : isChecked ? 2 : 1
  return (
    <div className="leaving-page">
      <PageTitle
        title={`${t('leaving.title')} · ${name}`}
        hint={current ? <LeavingTag row={current} /> : t('leaving.hint')}
        actions={
          current && (
            <Button icon={<PrinterOutlined />} onClick={() => window.print()}>
              {t('leaving.report')}
            </Button>
          )
        }
      />
      <Steps
        className="leaving-steps"
        current={step}
        items={[{ title: t('leaving.stepHold') }, { title: t('leaving.stepCheck') }, { title: t('leaving.stepSign') }]}
      />
      <Flex vertical gap={16}>
        <Card title={current ? t('leaving.handedOver') : t('leaving.stepHold')}>
          {current ? <HandedOver rows={current.handedOver} /> : <HandOverForm accountId={accountId} holdings={holdings} />}
        </Card>
        {current && (
          <Card title={t('leaving.stepCheck')}>
            <Checklist offboarding={current} />
          </Card>
        )}
        {current && (
          <Card title={t('leaving.stepSign')}>
            <Signature offboarding={current} isChecked={isChecked} />
          </Card>
        )}
      </Flex>
    </div>
  )
}
