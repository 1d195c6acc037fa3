import { Flex, Tag } from 'antd'
import dayjs from 'dayjs'
import { useTranslation } from 'react-i18next'
import type { InvitationRow, InvitationState } from '#contract/team-invitations.ts'
import './invitations.css'

const TONES: Record<InvitationState, string> = {
  queued: 'processing',
  sending: 'processing',
  delivered: 'processing',
  opened: 'cyan',
  accepted: 'success',
  declined: 'default',
  expired: 'warning',
  voided: 'default',
  failed: 'error',
}

/** Where an invitation stands, why, and what to do next. */
export function InvitationStanding({ row }: { row: InvitationRow }) {
  const { t } = useTranslation()
  const isReadyLink = row.kind === 'link' && row.state === 'delivered'
  const why = useWhy(row)
  return (
    <Flex vertical gap={2} align="start">
      <Tag color={TONES[row.state]}>{isReadyLink ? t('invitations.linkReady') : t(`invitations.states.${row.state}`)}</Tag>
      {why !== '' && <span className="invitation-why">{why}</span>}
    </Flex>
  )
}

function useWhy(row: InvitationRow): string {
  const { t } = useTranslation()
  const parts: string[] = []
  if (row.state === 'queued' && row.nextTryAt !== null)
    parts.push(t('invitations.retrying', { tries: row.tries, at: dayjs(row.nextTryAt).format('HH:mm:ss') }))
  else if (row.reason !== null && !(row.reason === 'noAnswer' && row.state === 'opened'))
    parts.push(t(`invitations.reasons.${row.reason}`))
  if (row.remindedAt !== null && row.state !== 'accepted') parts.push(t('invitations.reminded'))
  if (row.wasRead !== null && (row.state === 'delivered' || row.state === 'expired'))
    parts.push(t(row.wasRead ? 'invitations.messageRead' : 'invitations.messageUnread'))
  if (row.state === 'declined' && row.detail !== '') parts.push(t('invitations.saysWhy', { reason: row.detail }))
  // What the service said helps whoever has to mend it; a broken line says nothing.
  else if (row.detail !== '' && (row.reason === 'rejected' || row.reason === 'ourFault')) parts.push(row.detail)
  return parts.join(' · ')
}
