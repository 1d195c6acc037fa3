import { EyeOutlined } from '@ant-design/icons'
import { Button, Tag, Tooltip, Typography } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ParcelPage } from '#contract/orders.ts'
import { useMay } from '#web/app/session.ts'
import { useCommand } from '#web/shared/use-operation.ts'
import { Section } from './parcel-sections.tsx'

type Receiver = ParcelPage['receiver']

/** Masked until somebody with the right asks for the plain text; asking is logged. */
export function ParcelReceiver({ parcel }: { parcel: ParcelPage }) {
  const { t } = useTranslation()
  const may = useMay()
  const [plain, setPlain] = useState<Receiver | null>(null)
  const reveal = useCommand('orders.revealReceiver', { onDone: setPlain })
  const shown = plain ?? parcel.receiver
  const isRevealable = shown.masked && plain === null && may('orders.viewReceiver', parcel.shopId)
  return (
    <Section
      title={t('orders.parcel.receiver')}
      extra={
        <>
          {shown.masked && <Tag>{plain ? t('orders.parcel.maskedByPlatform') : t('orders.parcel.maskedHere')}</Tag>}
          {isRevealable && (
            <Tooltip title={t('orders.parcel.revealHint')}>
              <Button
                size="small"
                type="link"
                icon={<EyeOutlined />}
                loading={reveal.isPending}
                onClick={() => reveal.mutate({ parcelId: parcel.parcelId })}
              >
                {t('orders.parcel.reveal')}
              </Button>
            </Tooltip>
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
