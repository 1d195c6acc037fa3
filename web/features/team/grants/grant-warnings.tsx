import { Alert, Flex, Tag } from 'antd'
import { useTranslation } from 'react-i18next'
import { conflictingDuties } from '#contract/duties.ts'
import { permissions } from '#contract/permissions.ts'
import type { GrantWarning } from '#contract/team-leaving.ts'
import { useMayCall } from '#web/app/session.ts'
import { useLanguage } from '#web/i18n/i18n.ts'
import { useOperation } from '#web/shared/use-operation.ts'
import { widestDraft } from './draft.ts'

/** Whom the grants are for: one who works here, or whoever is (or comes) in a department. `saved`: roles given before. */
type GrantWarningsProps = {
  roles: readonly string[]
  saved: readonly string[]
  accountId?: string | undefined
  departmentId: string | null
}
const KINDS = ['conflict', 'peers', 'unused', 'risk'] as const

/** What is unusual about grants while they are being written: against peers, against use, duties that should be apart. */
export function GrantWarnings({ roles, saved, accountId, departmentId }: GrantWarningsProps) {
  const { t } = useTranslation()
  const mayCall = useMayCall()
  const isMore = roles.some((role) => !saved.includes(role))
  const subject = accountId === undefined ? { ...(departmentId !== null && { departmentId }) } : { accountId }
  const asked = mayCall('team.weighGrants') && isMore
  const weighed = useOperation('team.weighGrants', { ...subject, grants: grantsOf(roles) }, { enabled: asked, staleMs: 60_000 })
  // Of a department the server knows no earlier rights: what its grants already were is no news.
  const isDepartment = accountId === undefined && saved.length > 0
  const before = useOperation(
    'team.weighGrants',
    { ...subject, grants: grantsOf(saved) },
    { enabled: asked && isDepartment, staleMs: 60_000 },
  )
  if (!asked || !weighed.data || (isDepartment && !before.data)) return null
  const known = new Set(isDepartment ? before.data?.warnings.map(keyOf) : [])
  const warnings = weighed.data.warnings.filter((warning) => !known.has(keyOf(warning)))
  if (warnings.length === 0) return null
  return (
    <Alert
      type="warning"
      showIcon
      title={t('grants.weigh.title')}
      description={
        <Flex vertical gap={8}>
          {KINDS.map((kind) => (
            <WarningsOfKind key={kind} kind={kind} warnings={warnings.filter((warning) => warning.kind === kind)} />
          ))}
        </Flex>
      }
    />
  )
}

/** Only the roles are weighed: what is typed into limits asks nothing anew. */
const grantsOf = (roles: readonly string[]) => [...new Set(roles)].sort().map(widestDraft)
const keyOf = ({ kind, permission, other }: GrantWarning) => `${kind} ${permission} ${other}`

function WarningsOfKind({ kind, warnings }: { kind: GrantWarning['kind']; warnings: GrantWarning[] }) {
  const { t } = useTranslation()
  const language = useLanguage()
  const [first] = warnings
  if (!first) return null
  if (kind === 'conflict')
    return warnings.map((warning) => (
      <div key={keyOf(warning)}>
        <strong>{t('grants.weigh.conflict')}</strong>{' '}
        {conflictingDuties.find((duty) => duty.first === warning.permission && duty.second === warning.other)?.[language]}
        <Rights warnings={[warning, ...(warning.other ? [{ ...warning, permission: warning.other }] : [])]} />
      </div>
    ))
  return (
    <div>
      <strong>{t(`grants.weigh.${kind}`)}</strong>{' '}
      <span className="faint">{t(`grants.weigh.${kind}Hint`, { of: first.of })}</span>
      <Rights warnings={warnings} counted={kind === 'peers'} />
    </div>
  )
}

function Rights({ warnings, counted = false }: { warnings: GrantWarning[]; counted?: boolean }) {
  const language = useLanguage()
  return (
    <Flex gap={4} wrap style={{ marginTop: 4 }}>
      {warnings.map(({ permission, having, of }) => (
        <Tag key={permission} color={permissions[permission].risk === 'high' ? 'volcano' : 'default'}>
          {permissions[permission][language]}
          {counted && ` ${having}/${of}`}
        </Tag>
      ))}
    </Flex>
  )
}
