import { UserOutlined } from '@ant-design/icons'
import { Tag, Tooltip } from 'antd'
import { useTranslation } from 'react-i18next'
import type { ParcelRow } from '#contract/orders.ts'
import { useMe } from '#web/app/session.ts'
import { exactMoment } from '#web/shared/moment.tsx'

/** Who works on this parcel now. A claim ends by itself when its time is over. `brief` leaves one’s own name out. */
export function ClaimTag({ claim, brief }: Pick<ParcelRow, 'claim'> & { brief?: boolean }) {
  const { t } = useTranslation()
  const me = useMe()
  if (!claim) return null
  const isMine = claim.accountId === me.accountId
  return (
    <Tooltip title={`${t('orders.claimedBy', { name: claim.name })} ${t('orders.until', { time: exactMoment(claim.until) })}`}>
      <Tag icon={<UserOutlined />} color={isMine ? 'blue' : 'default'}>
        {isMine ? !brief && t('orders.claimedByMe') : claim.name}
      </Tag>
    </Tooltip>
  )
}
