import { EyeOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import dayjs from 'dayjs'
import { useTranslation } from 'react-i18next'
import { useCommand } from '#web/shared/use-operation.ts'
import { useMe } from './session.ts'

/** While the owner looks through somebody else’s eyes: whose, until when, and the way back. */
export function ViewBanner() {
  const { t } = useTranslation()
  const me = useMe()
  // A whole new page: nothing that was read with other rights stays in memory.
  const end = useCommand('team.endViewAs', {
    onDone: () => window.location.assign(`/team?person=${encodeURIComponent(me.accountId)}`),
  })
  if (!me.viewedBy) return null
  return (
    <div className="shell-view" role="status">
      <EyeOutlined />
      <span>
        <strong>{t('shell.viewing', { name: me.name })}</strong>{' '}
        {t('shell.viewingUntil', { time: dayjs(me.viewedBy.until).format('HH:mm') })}
      </span>
      <Button size="small" loading={end.isPending} onClick={() => end.mutate({})}>
        {t('shell.endView')}
      </Button>
    </div>
  )
}
