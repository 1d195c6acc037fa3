import { App, Typography } from 'antd'
import { useTranslation } from 'react-i18next'
import type { InvitationKind, InvitationRow } from '#contract/team-invitations.ts'
import { FormDialog } from '#web/shared/form-dialog.tsx'
import { useCommand } from '#web/shared/use-operation.ts'
import { WayFields } from './way-fields.tsx'

type Fields = { kind: InvitationKind; address?: string }

/** The same way or another one; the old link is dead either way. */
export function ResendDialog({ row, onClose }: { row: InvitationRow; onClose: () => void }) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const resend = useCommand('team.resendInvitation', {
    onDone: () => {
      void message.success(t('invitations.resent'))
      onClose()
    },
  })
  const send = ({ kind, address }: Fields) => {
    const { invitationId, version } = row
    // An address left as the hint shows it is the one already known.
    const isSame = kind === row.kind && (kind === 'link' || address === row.addressHint)
    resend.mutate({ invitationId, version, ...(!isSame && { kind, address: kind === 'link' ? '' : (address ?? '') }) })
  }
  return (
    <FormDialog<Fields>
      open
      title={t('invitations.resendTitle')}
      okText={t('invitations.resend')}
      onClose={onClose}
      onSubmit={send}
      isBusy={resend.isPending}
      width={560}
      initialValues={{ kind: row.kind, address: row.addressHint }}
    >
      <WayFields />
      <Typography.Text type="secondary">{t('invitations.resendHint')}</Typography.Text>
    </FormDialog>
  )
}
