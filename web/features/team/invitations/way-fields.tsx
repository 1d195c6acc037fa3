import { LinkOutlined, MailOutlined, MobileOutlined, WechatOutlined } from '@ant-design/icons'
import { Form, Input, Radio, Typography } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { INVITATION_KINDS } from '#contract/closed-lists.ts'
import type { InvitationKind } from '#contract/team-invitations.ts'
import { useOperation } from '#web/shared/use-operation.ts'
import './invitations.css'

export const wayIcons: Record<InvitationKind, ReactNode> = {
  wechat: <WechatOutlined />,
  phone: <MobileOutlined />,
  email: <MailOutlined />,
  link: <LinkOutlined />,
}

/** How it goes out, and where to; a way that is not set up says what is missing. */
export function WayFields() {
  const { t } = useTranslation()
  const form = Form.useFormInstance<{ kind: InvitationKind }>()
  const kind = Form.useWatch('kind', form) ?? 'link'
  const settings = useOperation('team.readInvitationSettings', {}, { staleMs: 60_000 })
  const missingOf = (way: InvitationKind): string[] => settings.data?.ways.find((each) => each.kind === way)?.missing ?? []
  const notSetUp = [...new Set(INVITATION_KINDS.flatMap(missingOf))]
  return (
    <>
      <Form.Item name="kind" label={t('invitations.way')} style={{ marginBottom: 8 }}>
        <Radio.Group className="way-choice" optionType="button" buttonStyle="solid">
          {INVITATION_KINDS.map((way) => (
            <Radio.Button key={way} value={way} disabled={missingOf(way).length > 0}>
              {wayIcons[way]} {t(`invitations.ways.${way}`)}
            </Radio.Button>
          ))}
        </Radio.Group>
      </Form.Item>
      {notSetUp.length > 0 && (
        <Typography.Paragraph type="secondary" className="way-missing">
          {t('invitations.notSetUp', { settings: notSetUp.join(', ') })}
        </Typography.Paragraph>
      )}
      {kind !== 'link' && (
        <Form.Item
          name="address"
          label={t(`invitations.addresses.${kind}`)}
          rules={[{ required: true, whitespace: true, message: t('shared.required') }]}
        >
          <Input maxLength={120} placeholder={t(`invitations.placeholders.${kind}`)} autoComplete="off" />
        </Form.Item>
      )}
    </>
  )
}
