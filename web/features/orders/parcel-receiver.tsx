import { Spin, Tag, Typography } from 'antd'
import { useTranslation } from 'react-i18next'
import type { ParcelPage } from '#contract/orders.ts'
import { useMay } from '#web/app/session.ts'
import { exactMoment } from '#web/shared/moment.tsx'
import { RevealButton } from '#web/shared/reveal-button.tsx'
import { Section } from './parcel-sections.tsx'
import { useReceiver } from './use-receiver.ts'

type Receiver = ParcelPage['receiver']

/** Masked until somebody with the right asks for the plain text; asking is logged and counted. */
export function ParcelReceiver({ parcel }: { parcel: ParcelPage }) {
  const { t } = useTranslation()
  const may = useMay()
  const plain = useReceiver(parcel.parcelId)
  const shown: Receiver = plain.value ?? parcel.receiver
  return (
    <Section
      title={t('orders.parcel.receiver')}
      extra={
        <>
          {shown.masked && <Tag>{t('orders.parcel.maskedHere')}</Tag>}
          {may('orders.viewReceiver', parcel.shopId) && (
            <RevealButton
              budget={plain.value?.budget ?? null}
              secondsLeft={plain.secondsLeft}
              isBusy={plain.isBusy}
              onReveal={plain.reveal}
              onHide={plain.hide}
            />
          )}
        </>
      }
    >
      <Typography.Paragraph style={{ margin: 0 }} {...(!shown.masked && { copyable: { text: receiverText(shown) } })}>
        {[shown.name, shown.phone].filter(Boolean).join('  ')}
        <br />
        {addressText(shown)}
      </Typography.Paragraph>
      {plain.isAskingPlatform && (
        <Typography.Text type="secondary" className="cell-sub" role="status">
          <Spin size="small" /> {t('orders.parcel.askingPlatform')}
        </Typography.Text>
      )}
      {plain.value?.relayUntil && (
        <Typography.Text type="warning" className="cell-sub">
          {t('orders.parcel.relayUntil', { until: exactMoment(plain.value.relayUntil) })}
        </Typography.Text>
      )}
    </Section>
  )
}

function addressText({ province, city, district, town, address }: Receiver): string {
  // A municipality names itself as province and as city.
  return [province, city === province ? '' : city, district, town, address].filter(Boolean).join(' ')
}

function receiverText(receiver: Receiver): string {
  return [receiver.name, receiver.phone, addressText(receiver)].filter(Boolean).join('，')
}
