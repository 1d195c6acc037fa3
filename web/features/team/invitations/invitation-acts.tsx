import { QrcodeOutlined } from '@ant-design/icons'
import { Button, Flex, Popconfirm } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { InvitationRow } from '#contract/team-invitations.ts'
import { useMayCall } from '#web/app/session.ts'
import { useCommand } from '#web/shared/use-operation.ts'
import { InvitationLink } from './invitation-link.tsx'
import { ResendDialog } from './resend-dialog.tsx'

/** What can be done about an invitation: hold up its code, send it anew, take it back. */
export function InvitationActs({ row }: { row: InvitationRow }) {
  const { t } = useTranslation()
  const mayCall = useMayCall()
  const [open, setOpen] = useState<'link' | 'resend' | null>(null)
  const cancel = useCommand('team.cancelInvitation')
  if (!row.isOpen || !mayCall('team.resendInvitation')) return null
  const { invitationId, version } = row
  const hasLink = row.kind === 'link' && (row.state === 'delivered' || row.state === 'opened')
  return (
    <Flex gap={4} wrap>
      {hasLink && (
        <Button size="small" type="primary" ghost icon={<QrcodeOutlined />} onClick={() => setOpen('link')}>
          {t('invitations.showLink')}
        </Button>
      )}
      <Button size="small" onClick={() => setOpen('resend')}>
        {t('invitations.resend')}
      </Button>
      <Popconfirm title={t('invitations.cancelAsk')} onConfirm={() => cancel.mutate({ invitationId, version })}>
        <Button size="small" type="text" danger loading={cancel.isPending}>
          {t('invitations.cancel')}
        </Button>
      </Popconfirm>
      {open === 'link' && <InvitationLink invitationId={invitationId} onClose={() => setOpen(null)} />}
      {open === 'resend' && <ResendDialog row={row} onClose={() => setOpen(null)} />}
    </Flex>
  )
}
