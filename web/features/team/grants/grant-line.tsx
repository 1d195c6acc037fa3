import { Flex, Tag } from 'antd'
import { useTranslation } from 'react-i18next'
import { useDepartments } from '../departments/use-departments.ts'
import { useRoles } from '../roles/use-roles.ts'
import type { GrantView } from './draft.ts'
import { GivenBy } from './given-by.tsx'
import { untimely } from './timely.ts'
import { useGrantSentence } from './use-grant-names.ts'
import type { Subject } from './words.ts'
import './grants.css'

type GrantLineProps = {
  grant: GrantView
  subject: Subject
  /** The department it comes from, when it was not given to the person. */
  fromDepartmentId?: string
}

/** One grant to read: the role, and in a sentence where it holds. */
export function GrantLine({ grant, subject, fromDepartmentId }: GrantLineProps) {
  const { t } = useTranslation()
  const sentence = useGrantSentence()
  const { nameOf } = useRoles()
  const departments = useDepartments()
  const late = untimely(grant)
  return (
    <div className="grant-line" data-inherited={fromDepartmentId !== undefined}>
      <Flex gap={6} wrap align="center">
        <strong>{nameOf(grant.role)}</strong>
        {fromDepartmentId && <Tag>{t('grants.inherited', { department: departments.nameOf(fromDepartmentId) })}</Tag>}
        {late && <Tag color="orange">{t(`grants.states.${late}`)}</Tag>}
      </Flex>
      <span>{sentence(grant, subject)}</span>
      <GivenBy grant={grant} />
    </div>
  )
}
