import { CopyOutlined } from '@ant-design/icons'
import { Alert, App, Button, Flex, Input, Modal, Space, Spin, Typography } from 'antd'
import dayjs from 'dayjs'
import { useTranslation } from 'react-i18next'
import { sentenceOf } from '#web/shared/sentence.ts'
import { useOperation } from '#web/shared/use-operation.ts'
import { QrCode } from './qr-code.tsx'
import './invitations.css'

/** The QR code to hold up, and the link behind it. */
export function InvitationLink({ invitationId, onClose }: { invitationId: string; onClose: () => void }) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const link = useOperation('team.showInvitationLink', { invitationId }, { isLogged: true })
  const copy = async (url: string) => {
    await navigator.clipboard.writeText(url)
    void message.success(t('invitations.copied'))
  }
  return (
    <Modal open title={t('invitations.linkTitle')} onCancel={onClose} footer={null} width={420}>
      {link.error && <Alert type="error" showIcon title={sentenceOf(link.error)} />}
      {!link.data && !link.error && <Spin />}
      {link.data && (
        <Flex vertical gap={12} align="center">
          <QrCode text={link.data.url} label={t('invitations.showLink')} />
          <Space.Compact style={{ width: '100%' }}>
            <Input
              readOnly
              value={link.data.url}
              aria-label={t('invitations.ways.link')}
              onFocus={(event) => event.target.select()}
            />
            <Button icon={<CopyOutlined />} onClick={() => void copy(link.data.url)}>
              {t('invitations.copyLink')}
            </Button>
          </Space.Compact>
          <Typography.Text type="secondary">
            {t('invitations.expires')} {dayjs(link.data.expiresAt).format('MM-DD HH:mm')} · {t('invitations.linkHint')}
          </Typography.Text>
        </Flex>
      )}
    </Modal>
  )
}
