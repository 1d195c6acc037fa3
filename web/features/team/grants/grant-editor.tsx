import { PlusOutlined } from '@ant-design/icons'
import { Button, Dropdown, Flex, Typography } from 'antd'
import { useTranslation } from 'react-i18next'
import { useMe } from '#web/app/session.ts'
import { useLanguage } from '#web/i18n/i18n.ts'
import { useRoles } from '../roles/use-roles.ts'
import type { GrantDraft } from './draft.ts'
import { GrantCard } from './grant-card.tsx'
import { GrantWarnings } from './grant-warnings.tsx'
import { lackedFor, widestFor } from './widest.ts'
import type { Subject } from './words.ts'
import './grants.css'

type GrantEditorProps = {
  value?: GrantDraft[]
  onChange?: (drafts: GrantDraft[]) => void
  subject: Subject
  /** Who works here already. */
  accountId?: string
  /** What was given before. */
  saved?: readonly GrantDraft[]
}

/** Grants of one person or department. Each is a pair of its own: a role in shop A gives nothing in shop B. */
export function GrantEditor({ value = [], onChange, subject, accountId, saved = [] }: GrantEditorProps) {
  const { t } = useTranslation()
  const me = useMe()
  const { rows } = useRoles()
  /** The beginning is the widest that the giver can give; a range in a department begins with the subject’s own. */
  const begin = (role: string): GrantDraft => {
    const draft = widestFor(me, role, rows)
    return draft.range === 'department' && draft.departmentId === null ? { ...draft, departmentId: subject.departmentId } : draft
  }
  const put = (index: number, draft: GrantDraft) => onChange?.(value.map((each, at) => (at === index ? draft : each)))
  return (
    <Flex vertical gap={12}>
      {value.length === 0 && <Typography.Text type="secondary">{t('grants.none')}</Typography.Text>}
      {value.map((draft, index) => (
        <GrantCard
          // biome-ignore lint/suspicious/noArrayIndexKey: a grant has no identity before it is saved
          key={index}
          draft={draft}
          subject={subject}
          onChange={(next) => put(index, next)}
          onRole={(role) => put(index, me.isOwner ? { ...draft, role } : begin(role))}
          onRemove={() => onChange?.(value.filter((_, at) => at !== index))}
        />
      ))}
      <AddGrant onAdd={(role) => onChange?.([...value, begin(role)])} />
      <GrantWarnings
        roles={value.map(({ role }) => role)}
        saved={saved.map(({ role }) => role)}
        accountId={accountId}
        departmentId={subject.departmentId}
      />
    </Flex>
  )
}

function AddGrant({ onAdd }: { onAdd: (role: string) => void }) {
  const { t } = useTranslation()
  const me = useMe()
  const language = useLanguage()
  const { rows } = useRoles()
  const items = rows.map((row) => ({ key: row.role, label: row[language], disabled: lackedFor(me, row).length > 0 }))
  return (
    <Dropdown trigger={['click']} menu={{ items, onClick: ({ key }) => onAdd(key), className: 'grant-roles' }}>
      <Button type="dashed" icon={<PlusOutlined />} style={{ alignSelf: 'start' }}>
        {t('grants.add')}
      </Button>
    </Dropdown>
  )
}
