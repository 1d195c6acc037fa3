import { SettingOutlined } from '@ant-design/icons'
import { Button, Progress, Tag } from 'antd'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMayCall } from '#web/app/session.ts'
import { useOperation } from '#web/shared/use-operation.ts'
import { PackTag } from './pack-tag.tsx'

const SeatsDialog = lazy(async () => ({ default: (await import('./seats-dialog.tsx')).SeatsDialog }))

/** How many seats are taken, and until when packs last. */
export function SeatsBar() {
  const { t } = useTranslation()
  const mayCall = useMayCall()
  const [isOpen, setOpen] = useState(false)
  const seats = useOperation('team.readSeats', {}, { staleMs: 15_000 }).data
  if (!seats) return <div className="seats-bar" />
  const left = seats.seats - seats.taken
  const mayManage = mayCall('team.setShopLevel') || mayCall('team.addSeatPack')
  return (
    <div className="seats-bar">
      <strong>{t('people.seats.title')}</strong>
      <Progress
        percent={seats.seats === 0 ? 100 : Math.round((seats.taken / seats.seats) * 100)}
        showInfo={false}
        size="small"
        status={left <= 0 ? 'exception' : 'normal'}
        aria-label={t('people.seats.title')}
      />
      <span>{t('people.seats.taken', { taken: seats.taken, seats: seats.seats })}</span>
      {left <= 0 ? (
        <Tag color="red">{t('people.seats.full')}</Tag>
      ) : (
        <span className="faint">{t('people.seats.low', { n: left })}</span>
      )}
      {seats.packs.map((pack) => (
        <PackTag key={`${pack.source}-${pack.validUntil}`} pack={pack} />
      ))}
      {mayManage && (
        <Button type="text" size="small" icon={<SettingOutlined />} onClick={() => setOpen(true)}>
          {t('people.seats.manage')}
        </Button>
      )}
      {isOpen && (
        <Suspense fallback={null}>
          <SeatsDialog seats={seats} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </div>
  )
}
