import { Flex, Tag, Typography } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { OutputOf } from '#web/shared/api.ts'
import { Moment } from '#web/shared/moment.tsx'
import { DeviceIcon } from './device-icon.tsx'

type Session = OutputOf<'team.listOwnSessions'>['rows'][number]

/** One device on which somebody is signed in. */
export function SessionLine({ session, act }: { session: Session; act: ReactNode }) {
  const { t } = useTranslation()
  return (
    <Flex gap={12} align="center" className="session">
      <DeviceIcon device={session.device} />
      <div className="factor-text">
        <Typography.Text>
          {session.device ?? t('account.sessions.unknown')} · {session.ip}
        </Typography.Text>
        <div className="faint">
          {t('account.sessions.seen')} <Moment at={session.lastSeenAt} /> · {t('account.sessions.since')}{' '}
          <Moment at={session.createdAt} /> · {t(`account.sessions.by.${session.cameBy}`)}
        </div>
      </div>
      {session.isCurrent ? <Tag color="blue">{t('account.sessions.current')}</Tag> : act}
    </Flex>
  )
}
