import { Alert, Form, Select, Skeleton, Typography } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { grantablePermissions, type Permission, permissions } from '#contract/permissions.ts'
import type { StaffRow } from '#contract/team.ts'
import { useLanguage } from '#web/i18n/i18n.ts'
import { operationChoices } from '#web/shared/operation-name.ts'
import { sentenceOf } from '#web/shared/sentence.ts'
import { useOperation } from '#web/shared/use-operation.ts'
import { type About, Answer } from './answer.tsx'
import { type RowChoice, RowPicker } from './row-picker.tsx'
import './why.css'

/** What is asked about: an act by name, or a right as such. */
type Asked = { operation: string } | { permission: Permission }
const RIGHT = 'right:'
const askedOf = (choice: string): Asked =>
  choice.startsWith(RIGHT) ? { permission: choice.slice(RIGHT.length) as Permission } : { operation: choice }

/** “Why may they? Why not?”, answered from the engine’s own decision. */
export function PersonWhy({ row }: { row: StaffRow }) {
  return <AskWhy about={row} accountId={row.accountId} />
}

/** `accountId` null: about oneself. */
export function AskWhy({ about, accountId }: { about: About; accountId: string | null }) {
  const { t } = useTranslation()
  const language = useLanguage()
  const [choice, setChoice] = useState<string | null>(null)
  const [on, setOn] = useState<RowChoice | null>(null)
  const ask = t(accountId === null ? 'why.own.may' : 'why.ask')
  const rights = grantablePermissions.map((code) => ({ value: RIGHT + code, label: permissions[code][language] }))
  return (
    <>
      <Typography.Paragraph type="secondary">{t(accountId === null ? 'why.own.askHint' : 'why.hint')}</Typography.Paragraph>
      <Form layout="vertical">
        <Form.Item label={ask}>
          <Select
            value={choice}
            onChange={setChoice}
            aria-label={ask}
            placeholder={t('why.choose')}
            showSearch={{ optionFilterProp: 'label' }}
            options={[
              { label: t('why.acts'), options: operationChoices(language) },
              { label: t('why.rights'), options: rights },
            ]}
          />
        </Form.Item>
        <Form.Item label={t('why.onRow')}>
          <RowPicker value={on} onChange={setOn} />
        </Form.Item>
      </Form>
      {choice !== null &&
        (accountId === null ? (
          <AskingOwn about={about} asked={askedOf(choice)} on={on} />
        ) : (
          <Asking about={about} accountId={accountId} asked={askedOf(choice)} on={on} />
        ))}
    </>
  )
}

type AskingProps = { about: About; asked: Asked; on: RowChoice | null }

function Asking({ about, accountId, asked, on }: AskingProps & { accountId: string }) {
  const answer = useOperation('team.explainAccess', { accountId, ...asked, ...(on && { row: on }) })
  return <Answered about={about} asked={asked} answer={answer} />
}

function AskingOwn({ about, asked, on }: AskingProps) {
  const answer = useOperation('team.explainOwnAccess', { ...asked, ...(on && { row: on }) })
  return <Answered about={about} asked={asked} answer={answer} />
}

type AnsweredProps = Pick<AskingProps, 'about' | 'asked'> & { answer: ReturnType<typeof useOperation<'team.explainOwnAccess'>> }
function Answered({ about, asked, answer }: AnsweredProps) {
  if (answer.error) return <Alert type="error" showIcon title={sentenceOf(answer.error)} />
  if (!answer.data || answer.isPlaceholderData) return <Skeleton active />
  return <Answer about={about} asked={asked} explanation={answer.data} />
}
