import { PlusOutlined } from '@ant-design/icons'
import { Button, Card, Flex } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMayCall } from '#web/app/session.ts'
import { useRoles } from '#web/features/team/roles/use-roles.ts'
import type { OutputOf } from '#web/shared/api.ts'
import { PageTitle } from '#web/shared/page-title.tsx'
import { useOperation } from '#web/shared/use-operation.ts'
import { EmergencyCard } from './emergency-card.tsx'
import { PolicyDialog } from './policy-dialog.tsx'
import { PolicyTable } from './policy-table.tsx'
import './account.css'

export type Policy = OutputOf<'team.readSignInPolicies'>['rows'][number]
/** The whole merchant's rule before anybody has set one. */
const nothingYet: Policy = {
  role: '',
  needsFactor: false,
  idleMinutes: null,
  sessionLimit: null,
  atLimit: 'endOldest',
  lifeHours: null,
  version: 0,
}

/** How people sign in and stay signed in; and the switch that ends everything. */
export function PolicyPage() {
  const { t } = useTranslation()
  const mayCall = useMayCall()
  const roles = useRoles()
  const policies = useOperation('team.readSignInPolicies', {})
  const [edited, setEdited] = useState<Policy | null>(null)
  const rows = policies.data?.rows ?? []
  const whole = rows.find(({ role }) => role === '') ?? nothingYet
  const shown = [whole, ...rows.filter(({ role }) => role !== '')]
  const nameOf = (role: string): string =>
    role === '' ? t('account.policy.everybody') : role === 'owner' ? t('account.policy.owner') : roles.nameOf(role)
  const taken = new Set(shown.map(({ role }) => role))
  const free = ['owner', ...roles.rows.map(({ role }) => role)].filter((role) => !taken.has(role))
  return (
    <>
      <PageTitle title={t('account.policy.title')} hint={t('account.policy.hint')} />
      <Flex vertical gap={16}>
        <Card
          extra={
            free.length > 0 && (
              <Button icon={<PlusOutlined />} onClick={() => setEdited({ ...nothingYet, role: free[0] ?? '' })}>
                {t('account.policy.add')}
              </Button>
            )
          }
          title={t('account.policy.title')}
        >
          <PolicyTable rows={shown} isLoading={policies.isLoading} nameOf={nameOf} onEdit={setEdited} />
        </Card>
        {policies.data && mayCall('team.emergencyStop') && <EmergencyCard state={policies.data} />}
      </Flex>
      {edited && (
        <PolicyDialog
          policy={edited}
          roles={(edited.version === 0 && edited.role !== '' ? free : [edited.role]).map((role) => ({
            value: role,
            label: nameOf(role),
          }))}
          onClose={() => setEdited(null)}
        />
      )}
    </>
  )
}
