import { QuestionCircleOutlined } from '@ant-design/icons'
import { Button, Popover, Skeleton, Tag } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CourierChoiceRow } from '#contract/fulfilment.ts'
import { useMayCall } from '#web/app/session.ts'
import { sentenceOf } from '#web/shared/sentence.ts'
import { useOperation } from '#web/shared/use-operation.ts'

/** Why a parcel got its courier, or which one it would get now. */
export function CourierWhy({ parcelId }: { parcelId: string }) {
  const { t } = useTranslation()
  const mayCall = useMayCall()
  const [isOpen, setOpen] = useState(false)
  if (!mayCall('fulfilment.explainCourier')) return null
  return (
    <Popover
      open={isOpen}
      onOpenChange={setOpen}
      trigger="click"
      title={t('fulfilment.why.title')}
      content={isOpen && <Reasons parcelId={parcelId} />}
      destroyOnHidden
    >
      <Button type="text" size="small" icon={<QuestionCircleOutlined />} aria-label={t('fulfilment.why.title')} />
    </Popover>
  )
}

function Reasons({ parcelId }: { parcelId: string }) {
  const query = useOperation('fulfilment.explainCourier', { parcelIds: [parcelId] })
  if (query.error) return <span className="warn">{sentenceOf(query.error)}</span>
  const [choice] = query.data?.rows ?? []
  return choice ? <CourierSteps choice={choice} /> : <Skeleton active paragraph={{ rows: 2 }} />
}

/** Every account that was looked at, with what spoke for or against it. */
export function CourierSteps({ choice }: { choice: CourierChoiceRow }) {
  const { t } = useTranslation()
  const accounts = useOperation('fulfilment.listCarrierAccounts', {}).data?.rows ?? []
  const nameOf = (id: string, carrier: string) =>
    accounts.find(({ carrierAccountId }) => carrierAccountId === id)?.carrierName ?? carrier
  return (
    <div className="courier-steps">
      {!choice.isMade && <div className="faint">{t('fulfilment.why.wouldBe')}</div>}
      {choice.steps.map((step) => (
        <div key={`${step.carrierAccountId} ${step.verdict}`}>
          <Tag color={step.verdict === 'chosen' ? 'success' : 'default'}>{nameOf(step.carrierAccountId, step.carrier)}</Tag>
          {t(`fulfilment.why.${step.because}`, { rule: step.rule })}
        </div>
      ))}
      {choice.carrierAccountId === null && <div className="warn">{t('fulfilment.why.nobody')}</div>}
    </div>
  )
}
