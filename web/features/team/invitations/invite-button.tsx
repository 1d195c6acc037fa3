import { UserAddOutlined } from '@ant-design/icons'
import { App, Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMayCall } from '#web/app/session.ts'
import { InvitationLink } from './invitation-link.tsx'
import { InviteDialog } from './invite-dialog.tsx'

/** Asks somebody in; an invitation by link shows its code at once. */
export function InviteButton({ departmentId = null }: { departmentId?: string | null }) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const mayCall = useMayCall()
  const [isOpen, setOpen] = useState(false)
  const [linkOf, setLinkOf] = useState<string | null>(null)
  if (!mayCall('team.inviteStaff')) return null
  const done = (invitationId: string, isLink: boolean) => {
    setOpen(false)
    if (isLink) setLinkOf(invitationId)
    else void message.success(t('invitations.sentTo'))
  }
  return (
    <>
      <Button type="primary" icon={<UserAddOutlined />} onClick={() => setOpen(true)}>
        {t('invitations.invite')}
      </Button>
      {isOpen && <InviteDialog departmentId={departmentId} onDone={done} onClose={() => setOpen(false)} />}
      {linkOf !== null && <InvitationLink invitationId={linkOf} onClose={() => setLinkOf(null)} />}
    </>
  )
}
