import { BellOutlined } from '@ant-design/icons'
import { Badge, Button, Popover } from 'antd'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useOperation } from '#web/shared/use-operation.ts'

const NoticeList = lazy(async () => ({ default: (await import('./notice-list.tsx')).NoticeList }))

/** Notices and requests: how many are new, and the list when asked for. */
export function Bell() {
  const { t } = useTranslation()
  const [isOpen, setOpen] = useState(false)
  const notices = useOperation('team.listNotices', {}, { live: 60_000 })
  const count = (notices.data?.unread ?? 0) + (notices.data?.approvalsWaiting ?? 0)
  return (
    <Popover
      open={isOpen}
      onOpenChange={setOpen}
      trigger="click"
      placement="bottomRight"
      title={t('shell.bell.title')}
      content={
        <Suspense fallback={null}>
          {isOpen && notices.data ? <NoticeList notices={notices.data} onLeave={() => setOpen(false)} /> : null}
        </Suspense>
      }
    >
      <Badge count={count} size="small" overflowCount={99} offset={[-6, 6]}>
        <Button type="text" icon={<BellOutlined />} aria-label={t('shell.bell.label', { n: count })} />
      </Badge>
    </Popover>
  )
}
