import { useNavigate } from '@tanstack/react-router'
import { Button, Flex } from 'antd'
import { useTranslation } from 'react-i18next'
import { type NoticeKind, noticeKinds } from '#contract/notice-kinds.ts'
import { useLanguage } from '#web/i18n/i18n.ts'
import type { OutputOf } from '#web/shared/api.ts'
import { EmptyList } from '#web/shared/empty-list.tsx'
import { Moment } from '#web/shared/moment.tsx'
import { useCommand } from '#web/shared/use-operation.ts'
import './notices.css'

type Notices = OutputOf<'team.listNotices'>
type Notice = Notices['rows'][number]

export function NoticeList({ notices, onLeave }: { notices: Notices; onLeave: () => void }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const mark = useCommand('team.markNoticesRead', { quiet: true })
  const unread = notices.rows.filter((row) => !row.isRead).map(({ noticeId }) => noticeId)
  const go = (to: string) => {
    onLeave()
    void navigate({ to: to as '/' })
  }
  const open = (notice: Notice) => {
    if (!notice.isRead) mark.mutate({ noticeIds: [notice.noticeId] })
    const known = noticeKinds[notice.kind as NoticeKind]
    if (known) go(known.path)
  }
  if (notices.rows.length === 0 && notices.approvalsWaiting === 0)
    return <EmptyList title={t('shell.bell.none')} hint={t('shell.bell.noneHint')} />
  return (
    <div className="notices">
      {notices.approvalsWaiting > 0 && (
        <Button type="primary" block onClick={() => go('/account')}>
          {t('shell.bell.approvals', { n: notices.approvalsWaiting })}
        </Button>
      )}
      <Flex vertical className="notices-list">
        {notices.rows.map((notice) => (
          <button key={notice.noticeId} type="button" className={notice.isRead ? 'read' : ''} onClick={() => open(notice)}>
            <NoticeSentence notice={notice} />
            <span className="faint">
              <Moment at={notice.createdAt} />
            </span>
          </button>
        ))}
      </Flex>
      {unread.length > 0 && (
        <Button type="link" size="small" loading={mark.isPending} onClick={() => mark.mutate({ noticeIds: unread })}>
          {t('shell.bell.readAll')}
        </Button>
      )}
    </div>
  )
}

function NoticeSentence({ notice }: { notice: Notice }) {
  const language = useLanguage()
  const text = noticeKinds[notice.kind as NoticeKind]?.[language] ?? notice.kind
  return <span>{text.replace(/\{(\w+)\}/g, (_, name: string) => notice.params[name] ?? '')}</span>
}
