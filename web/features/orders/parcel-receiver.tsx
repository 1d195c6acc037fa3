import { Tag, Typography } from 'antd'
import { useTranslation } from 'react-i18next'
import type { ParcelPage } from '#contract/orders.ts'
import { useMay } from '#web/app/session.ts'
import type { OutputOf } from '#web/shared/api.ts'
import { RevealButton } from '#web/shared/reveal-button.tsx'
import { useCommand } from '#web/shared/use-operation.ts'
import { useRevealed } from '#web/shared/use-revealed.ts'
import { Section } from './parcel-sections.tsx'

type Receiver = ParcelPage['receiver']

/** Masked until somebody with the right asks for the plain text; asking is logged and counted. */
export function ParcelReceiver({ parcel }: { parcel: ParcelPage }) {
  const { t } = useTranslation()
  const may = useMay()
  const plain = useRevealed<OutputOf<'orders.revealReceiver'>>()
  const reveal = useCommand('orders.revealReceiver', { onDone: plain.show })
  const shown: Receiver = plain.value ?? parcel.receiver
  return (
    <Section
      title={t('orders.parcel.receiver')}
      extra={
        <>
          {shown.masked && <Tag>{plain.value ? t('orders.parcel.maskedByPlatform') : t('orders.parcel.maskedHere')}</Tag>}
          {may('orders.viewReceiver', parcel.shopId) && (
            <RevealButton
              budget={plain.value?.budget ?? null}
              secondsLeft={plain.secondsLeft}
              isBusy={reveal.isPending}
              onReveal={(reason) => reveal.mutate({ parcelId: parcel.parcelId, ...reason })}
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
