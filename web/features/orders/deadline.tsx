import { ClockCircleOutlined } from '@ant-design/icons'
import { Tooltip } from 'antd'
import dayjs from 'dayjs'
import { useTranslation } from 'react-i18next'
import { useLanguage } from '#web/i18n/i18n.ts'
import { exactMoment } from '#web/shared/moment.tsx'

const SOON_HOURS = 4
const SHOWN_HOURS = 48

/** How long until the platform's ship-by moment: red when passed, amber below four hours, silent when far away. */
export function Deadline({ shipBy, always }: { shipBy: string | null; always?: boolean }) {
  const { t } = useTranslation()
  useLanguage()
  if (!shipBy) return always ? <span className="faint">—</span> : null
  const moment = dayjs(shipBy)
  const hours = moment.diff(dayjs(), 'hour', true)
  if (hours > SHOWN_HOURS && !always) return null
  const tone = hours < 0 ? 'late' : hours < SOON_HOURS ? 'soon' : 'calm'
  const time = moment.fromNow(true)
  return (
    <Tooltip title={`${t('orders.shipBy')} ${exactMoment(shipBy)}`}>
      <span className="deadline" data-tone={tone}>
        <ClockCircleOutlined /> {hours < 0 ? t('orders.overdue', { time }) : t('orders.dueIn', { time })}
      </span>
    </Tooltip>
  )
}
