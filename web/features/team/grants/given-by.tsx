import { useTranslation } from 'react-i18next'
import { useMayCall } from '#web/app/session.ts'
import { ActorName } from '#web/shared/actor-name.tsx'
import { Moment } from '#web/shared/moment.tsx'
import { useOperation } from '#web/shared/use-operation.ts'
import type { GrantView } from './draft.ts'

const isAccount = (giver: string) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(giver)

/** Who gave it, where the reader may know, and when. */
export function GivenBy({ grant }: { grant: Pick<GrantView, 'grantedBy' | 'grantedAt'> }) {
  const { t } = useTranslation()
  const mayCall = useMayCall()
  const { grantedBy, grantedAt } = grant
  const isKnown = isAccount(grantedBy) && mayCall('team.listStaff')
  const found = useOperation('team.listStaff', { accountIds: [grantedBy] }, { enabled: isKnown, staleMs: 300_000 })
  const name = isAccount(grantedBy) ? (found.data?.rows[0]?.name ?? null) : grantedBy
  return (
    <small>
      {name !== null && (
        <>
          {t('grants.givenBy')} <ActorName name={name} /> ·{' '}
        </>
      )}
      <Moment at={grantedAt} />
    </small>
  )
}
