import { Form, Input, Segmented } from 'antd'
import { useTranslation } from 'react-i18next'
import type { InvitationKind } from '#contract/team-invitations.ts'
import { useMayCall, useMe } from '#web/app/session.ts'
import { type Language, useLanguage } from '#web/i18n/i18n.ts'
import { FormDialog, useRequired } from '#web/shared/form-dialog.tsx'
import { useCommand } from '#web/shared/use-operation.ts'
import type { GrantDraft } from '../grants/draft.ts'
import { GrantEditor } from '../grants/grant-editor.tsx'
import { DepartmentField, type EndFields, endOf, firstEnd, TemporaryFields } from '../people/newcomer-fields.tsx'
import { WayFields } from './way-fields.tsx'
import './invitations.css'

type Fields = {
  kind: InvitationKind
  address?: string
  name: string
  subName: string
  departmentId?: string | null
  grants?: GrantDraft[]
  language?: Language
} & EndFields
type InviteDialogProps = {
  departmentId: string | null
  onDone: (invitationId: string, isLink: boolean) => void
  onClose: () => void
}

/** Whom, how, with which rights. */
export function InviteDialog({ departmentId, onDone, onClose }: InviteDialogProps) {
  const { t } = useTranslation()
  const language = useLanguage()
  const [form] = Form.useForm<Fields>()
  const kind = Form.useWatch('kind', form) ?? 'link'
  const invite = useCommand('team.inviteStaff', {
    onDone: ({ invitationId }, input) => onDone(invitationId, input.kind === 'link'),
  })
  const send = ({ isTemporary, endsOn, address = '', grants = [], departmentId: chosen, ...fields }: Fields) =>
    invite.mutate({
      ...fields,
      grants,
      language: fields.language ?? language,
      address: fields.kind === 'link' ? '' : address,
      departmentId: chosen ?? null,
      endsAt: endOf({ isTemporary, endsOn }),
    })
  return (
    <FormDialog<Fields>
      open
      form={form}
      title={t('invitations.inviteTitle')}
      okText={t(kind === 'link' ? 'invitations.makeLink' : 'invitations.send')}
      onClose={onClose}
      onSubmit={send}
      isBusy={invite.isPending}
      width={640}
      initialValues={{ kind: 'link', grants: [], departmentId, language, ...firstEnd() }}
    >
      <WayFields />
      <PersonFields />
      <TemporaryFields />
      <RightsField />
      {kind !== 'link' && (
        <Form.Item name="language" label={t('invitations.language')}>
          <Segmented
            options={[
              { value: 'zh', label: '中文' },
              { value: 'en', label: 'English' },
            ]}
          />
        </Form.Item>
      )}
    </FormDialog>
  )
}

function PersonFields() {
  const { t } = useTranslation()
  const me = useMe()
  const rules = useRequired()
  return (
    <div className="invite-columns">
      <Form.Item name="name" label={t('people.name')} rules={rules} extra={t('invitations.nameHint')}>
        <Input maxLength={200} />
      </Form.Item>
      <Form.Item name="subName" label={t('people.subName')} rules={rules} extra={t('invitations.subNameHint')}>
        <Input prefix={<span className="faint">{me.login.split(/[:：]/)[0]}:</span>} maxLength={28} />
      </Form.Item>
      <DepartmentField />
    </div>
  )
}

function RightsField() {
  const { t } = useTranslation()
  const mayCall = useMayCall()
  const form = Form.useFormInstance<Fields>()
  const departmentId = Form.useWatch('departmentId', form) ?? null
  if (!mayCall('team.setGrants')) return null
  return (
    <Form.Item name="grants" label={t('grants.title')} extra={t('invitations.rightsHint')}>
      <GrantEditor subject={{ departmentId }} />
    </Form.Item>
  )
}
